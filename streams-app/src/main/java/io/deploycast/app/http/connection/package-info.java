/**
 * What is said of the way to a target before anything is sent: protocol, proxy, TLS. Values only;
 * the client in {@code .http} acts on them. Start at {@code ConnectionSpec}.
 */
@NullMarked
package io.deploycast.app.http.connection;

import org.jspecify.annotations.NullMarked;
