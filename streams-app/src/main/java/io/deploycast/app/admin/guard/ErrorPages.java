package io.deploycast.app.admin.guard;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what is refused before a handler sees it, such as a request that is no HTTP. */
final class ErrorPages extends ErrorHandler {
  private final Map<String, String> headers;

  ErrorPages(Map<String, String> headers) {
    this.headers = headers;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    headers.forEach((name, value) -> response.getHeaders().put(name, value));
    response.getHeaders().put("Content-Type", Problem.CONTENT_TYPE);
    response.write(true, ByteBuffer.wrap(body(response.getStatus())), callback);
    return true;
  }

  private static byte[] body(int status) {
    return new Problem(status, "the request could not be understood, or is too large")
        .toJson()
        .getBytes(StandardCharsets.UTF_8);
  }
}
