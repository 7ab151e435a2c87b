/**
 * The guarantee kit: what was acknowledged, what the targets saw, and whether the promises held in
 * between. Depends on the sandbox's records only. Start at {@code Guarantee}.
 */
@NullMarked
package io.deploycast.it.guarantee;

import org.jspecify.annotations.NullMarked;
