/**
 * The delivery service: {@code Main} parses, wires, starts, waits and closes; everything else is in
 * the packages below. Start at {@code .delivery}, then {@code .flow}, then {@code .topology}.
 */
@NullMarked
package io.deploycast.app;

import org.jspecify.annotations.NullMarked;
