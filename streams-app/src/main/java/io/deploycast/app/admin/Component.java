package io.deploycast.app.admin;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A part of the service whose health is asked for. Both questions are cheap and answered from
 * memory.
 *
 * @param alive whether somebody still sees to it; a process with a dead component is to be
 *     restarted
 * @param problem why it is not ready, to be read after the name; empty when it is
 */
public record Component(String name, BooleanSupplier alive, Supplier<Optional<String>> problem) {}
