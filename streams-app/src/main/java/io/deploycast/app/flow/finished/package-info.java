/**
 * Which offsets above a committed one are finished, and how that stands in the metadata of a
 * commit. Depends on nothing of ours. Start at {@code OffsetMetadata}.
 */
@NullMarked
package io.deploycast.app.flow.finished;

import org.jspecify.annotations.NullMarked;
