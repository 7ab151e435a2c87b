/**
 * The demo: everything on one machine, with both programs as processes of their own. Depends on the
 * sandbox and the contract. Start at {@code Demo}.
 */
@NullMarked
package io.deploycast.sandbox.demo;

import org.jspecify.annotations.NullMarked;
