package io.deploycast.app.http;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One request, complete. The constructor refuses anything that could end a header line, so that no
 * text, wherever it comes from, makes a line of its own.
 *
 * @param uri with scheme and host
 * @param body sent as UTF-8
 * @param headers by lower-case name, in the order they are sent; values in printable ASCII
 * @param parts what is wanted of the answer
 */
public record HttpCall(
    String method, URI uri, Map<String, String> headers, String body, AnswerParts parts) {
  /** What a token of RFC 9110 has beside letters and digits. */
  private static final String MARKS_OF_TOKEN = "!#$%&'*+.^_`|~-";

  public HttpCall {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    headers.forEach(HttpCall::requireHeader);
    if (uri.getHost() == null) {
      throw new IllegalArgumentException("a call must go to a host, had none");
    }
  }

  /** A call of whose answer only the status matters. */
  public HttpCall(String method, URI uri, Map<String, String> headers, String body) {
    this(method, uri, headers, body, AnswerParts.NONE);
  }

  /** The same call with more headers; they go before those that it has, which stay. */
  public HttpCall with(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(more);
    all.putAll(headers);
    return new HttpCall(method, uri, all, body, parts);
  }

  /** Whether a text can be the name of a header, in lower case. */
  public static boolean isHeaderName(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isOfToken(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** Whether a text can be the value of a header as it stands. */
  public static boolean isHeaderValue(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < 0x20 || c > 0x7E) && c != '\t') {
        return false;
      }
    }
    return true;
  }

  private static boolean isOfToken(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || MARKS_OF_TOKEN.indexOf(c) >= 0;
  }

  private static void requireHeader(String name, String value) {
    if (!isHeaderName(name)) {
      throw new IllegalArgumentException("a header name must be a lower-case token");
    }
    if (!isHeaderValue(value)) {
      throw new IllegalArgumentException(
          "header " + name + " must be printable ASCII without line breaks");
    }
  }
}
