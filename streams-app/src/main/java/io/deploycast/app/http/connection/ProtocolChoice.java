package io.deploycast.app.http.connection;

/** Which HTTP is spoken. */
public enum ProtocolChoice {
  /** Over TLS what the server prefers of HTTP/2 and HTTP/1.1 (ALPN), otherwise HTTP/1.1. */
  AUTO,
  /** HTTP/1.1 also where the server could do better. */
  HTTP1,
  /** HTTP/2 also without TLS, by prior knowledge (RFC 9113, 3.3). */
  H2C
}
