/**
 * Access tokens that expire: got from whoever gives them out, kept while they hold, and sent with
 * each call. Start at {@code TokenCalls}.
 */
@NullMarked
package io.deploycast.app.http.auth;

import org.jspecify.annotations.NullMarked;
