/**
 * What a CI system says about its run in environment variables. Depends on nothing but the schemas
 * module. Start at {@code CiDetection}; {@code CiSystems} is the table.
 */
@NullMarked
package io.deploycast.cli.ci;

import org.jspecify.annotations.NullMarked;
