/**
 * Target types as data: YAML files that say how a product is called, with jq for everything that
 * comes from an event, and the targets made of them. Depends on {@code .config}, {@code .delivery}
 * and {@code .http}; knows no Kafka. Start at {@code TargetType}, then {@code TargetFactory}.
 */
@NullMarked
package io.deploycast.app.target;

import org.jspecify.annotations.NullMarked;
