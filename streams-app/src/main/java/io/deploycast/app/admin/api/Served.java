package io.deploycast.app.admin.api;

import io.deploycast.app.admin.board.Board;
import io.deploycast.app.admin.board.DeadLetterValues;
import io.deploycast.app.config.ReloadResult;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the admin server shows and passes orders to.
 *
 * @param targets those that this instance has now
 * @param reload has this instance read its configuration again
 * @param instance the instance's name, for people
 */
public record Served(
    Supplier<List<ServedTarget>> targets,
    Board board,
    DeadLetterValues values,
    TargetControl control,
    DeadLetterActions deadLetters,
    Supplier<ReloadResult> reload,
    String instance,
    String version,
    InstantSource clock) {}
