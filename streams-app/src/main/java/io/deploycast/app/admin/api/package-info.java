/**
 * The admin API and the dashboard's files: one handler for each resource, each answer made from
 * what the board and this instance's targets say. Start at {@code AdminServer}; the contract is
 * {@code openapi.yaml}.
 */
@NullMarked
package io.deploycast.app.admin.api;

import org.jspecify.annotations.NullMarked;
