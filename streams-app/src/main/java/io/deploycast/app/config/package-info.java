/**
 * The configuration: what a {@code deploycast.yaml} may hold, as records, and the loader that reads
 * it and reports all its problems at once. Depends on the event contract and on {@code .delivery};
 * knows no target type by name, only the {@code TargetTypeCatalog} it is given. Start at {@code
 * AppConfig}, then {@code ConfigLoader}.
 */
@NullMarked
package io.deploycast.app.config;

import org.jspecify.annotations.NullMarked;
