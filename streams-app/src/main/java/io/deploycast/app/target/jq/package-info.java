/**
 * jq as templates and filters use it: bounded in steps, blind to this process and the time of day,
 * with regular expressions that are linear in time. Knows nothing of targets. Start at {@code
 * JqTemplate}, then {@code Builtins}.
 */
@NullMarked
package io.deploycast.app.target.jq;

import org.jspecify.annotations.NullMarked;
