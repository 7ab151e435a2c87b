/**
 * What the service says about itself over HTTP. Depends on what it shows, never the other way
 * round. Start at {@code HealthServer}.
 */
@NullMarked
package io.deploycast.app.admin;

import org.jspecify.annotations.NullMarked;
