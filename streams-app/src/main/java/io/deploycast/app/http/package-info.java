/**
 * The one HTTP client: one exchange with a hard deadline, a bounded answer, and exact words for
 * every way it can fail. Depends on {@code .delivery} for outcomes; knows no Kafka and no target
 * type. Start at {@code TargetHttpClient}, then {@code ResponseClassifier}.
 */
@NullMarked
package io.deploycast.app.http;

import org.jspecify.annotations.NullMarked;
