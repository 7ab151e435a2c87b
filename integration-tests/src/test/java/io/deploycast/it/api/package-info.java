/**
 * The APIs of monitoring tools, played by rules: what they want of a request and what they answer,
 * read from the file {@code api.yaml} beside each type's golden requests.
 */
@NullMarked
package io.deploycast.it.api;

import org.jspecify.annotations.NullMarked;
