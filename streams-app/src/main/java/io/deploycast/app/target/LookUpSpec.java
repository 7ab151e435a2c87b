package io.deploycast.app.target;

import org.jspecify.annotations.Nullable;

/**
 * How a product is asked whether it has an event already: a GET with the headers of its step.
 *
 * @param when jq over parameters only: whether a target asks at all; null for always
 * @param url address with jq in braces
 * @param found jq over the body of a successful answer: whether the event is there
 */
public record LookUpSpec(@Nullable String when, String url, String found) {}
