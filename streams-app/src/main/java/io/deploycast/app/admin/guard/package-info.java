/**
 * Who may ask the admin listener for what, and how much of it one client may take. Knows HTTP and
 * the configuration, none of what is served. Start at {@code Gate}.
 */
@NullMarked
package io.deploycast.app.admin.guard;

import org.jspecify.annotations.NullMarked;
