/**
 * Named settings in the user's configuration folder. Depends on nothing but exit codes. Start at
 * {@code ContextFile}.
 */
@NullMarked
package io.deploycast.cli.context;

import org.jspecify.annotations.NullMarked;
