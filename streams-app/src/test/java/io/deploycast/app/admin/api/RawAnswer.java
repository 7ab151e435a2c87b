package io.deploycast.app.admin.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.schema.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a server answered to bytes, which may be no HTTP that a client would send. */
record RawAnswer(int status, Map<String, String> headers, String body) {
  /** Sends a request and reads to the end of the connection. */
  static RawAnswer to(int port, String request) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(15_000);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      socket.getOutputStream().flush();
      return parse(new String(socket.getInputStream().readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static RawAnswer parse(String text) {
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return new RawAnswer(0, Map.of(), text);
    }
    String[] lines = text.substring(0, end).split("\r\n");
    Map<String, String> headers = new TreeMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.put(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
          lines[i].substring(colon + 1).strip());
    }
    return new RawAnswer(
        Integer.parseInt(lines[0].split(" ")[1]), headers, text.substring(end + 4));
  }

  String header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
  }

  JsonNode json() {
    try {
      return EventJson.mapper().readTree(body.getBytes(UTF_8));
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + body, e);
    }
  }
}
