/**
 * What the installation's topics say, kept in memory within bounds, so that every instance answers
 * for all of them. Knows Kafka, and no HTTP. Start at {@code Board}.
 */
@NullMarked
package io.deploycast.app.admin.board;

import org.jspecify.annotations.NullMarked;
