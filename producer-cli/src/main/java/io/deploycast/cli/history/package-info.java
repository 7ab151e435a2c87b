/**
 * The log of deployments as analysts read it: records become {@code LoggedEvent}s, some are chosen,
 * and they are written in one of four forms. Streams: nothing here grows with what is read. Start
 * at {@code HistoryQuery}.
 *
 * @see "docs/decisions/011-history-is-merged-by-time.md"
 */
@NullMarked
package io.deploycast.cli.history;

import org.jspecify.annotations.NullMarked;
