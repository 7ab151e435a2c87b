/**
 * jq as templates and filters use it: bounded in steps, blind to this process and the time of day,
 * with regular expressions that are linear in time. Knows nothing of events, topics and targets;
 * the only place where the jq library is set up, and it is loaded by nobody who has no expression.
 * Start at {@code JqTemplate}, then {@code Builtins}.
 *
 * @see "docs/decisions/005-one-jq-for-both-programs.md"
 */
@NullMarked
package io.deploycast.schema.jq;

import org.jspecify.annotations.NullMarked;
