package io.deploycast.sandbox.target;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one request gets: an answer, or one of the named ways not to give a proper one. Values;
 * {@code toString} is the text form that {@link Behaviour#parse} reads.
 */
public sealed interface Reply {
  /** Slow enough that every time-out comes first, fast enough to reset a time-out on silence. */
  Duration TRICKLE = Duration.ofSeconds(1);

  /** Plays this reply on the connection; returns when it is over or the client is gone. */
  void play(Wire wire) throws IOException;

  /** A proper answer with an empty JSON object. */
  static Answer status(int status) {
    return new Answer(status, Map.of(), "{}");
  }

  /** The same, later. */
  default Reply after(Duration delay) {
    return new Late(this, delay);
  }

  /**
   * A proper HTTP answer.
   *
   * @param status 200 to 999: also those that do not exist
   * @param headers more headers, or another {@code content-type} than JSON
   * @param body not in the text form
   */
  record Answer(int status, Map<String, String> headers, String body) implements Reply {
    private static final int LOWEST = 200;
    private static final int HIGHEST = 999;

    public Answer {
      if (status < LOWEST || status > HIGHEST) {
        throw new IllegalArgumentException("status must be 200 to 999, was " + status);
      }
      headers = Map.copyOf(headers);
    }

    public Answer withHeader(String name, String value) {
      Map<String, String> more = new TreeMap<>(headers);
      more.put(name, value);
      return new Answer(status, more, body);
    }

    public Answer withBody(String newBody) {
      return new Answer(status, headers, newBody);
    }

    @Override
    public void play(Wire wire) throws IOException {
      wire.answer(status, headers, body.getBytes(UTF_8));
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder(status == 200 ? "ok" : Integer.toString(status));
      new TreeMap<>(headers)
          .forEach((name, value) -> text.append(" header %s \"%s\"".formatted(name, value)));
      return text.toString();
    }
  }

  /** 302 to another place. */
  static Answer redirect(URI to) {
    return status(302).withHeader("location", to.toString());
  }

  /** An answer that asks to wait; the value may be rubbish on purpose. */
  static Answer retryAfter(int status, String value) {
    return status(status).withHeader("retry-after", value);
  }

  /** Another reply, after a wait in which nothing is sent. */
  record Late(Reply reply, Duration delay) implements Reply {
    @Override
    public void play(Wire wire) throws IOException {
      wire.pause(delay);
      reply.play(wire);
    }

    @Override
    public String toString() {
      return reply + " after " + BehaviourText.of(delay);
    }
  }

  /** Nothing, until the client gives up. */
  record Hang() implements Reply {
    @Override
    public void play(Wire wire) throws IOException {
      wire.awaitClientGone();
    }

    @Override
    public String toString() {
      return "hang";
    }
  }

  /** A proper 200, one byte at a time from the status line on. */
  record TrickleHead(Duration pause) implements Reply {
    @Override
    public void play(Wire wire) throws IOException {
      wire.trickle("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".getBytes(UTF_8), pause);
      wire.complete(200);
      wire.end();
    }

    @Override
    public String toString() {
      return "trickle head " + BehaviourText.of(pause);
    }
  }

  /** 200 at once, then an hour of body at a byte a second. */
  record TrickleBody(Duration pause) implements Reply {
    private static final int LENGTH = 3_600;

    @Override
    public void play(Wire wire) throws IOException {
      wire.raw("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n".formatted(LENGTH));
      wire.statusSent(200);
      wire.trickle(" ".repeat(LENGTH).getBytes(UTF_8), pause);
      wire.complete(200);
      wire.end();
    }

    @Override
    public String toString() {
      return "trickle body " + BehaviourText.of(pause);
    }
  }

  /** RST instead of an answer. */
  record ResetBeforeReply() implements Reply {
    @Override
    public void play(Wire wire) throws IOException {
      wire.reset();
    }

    @Override
    public String toString() {
      return "reset";
    }
  }

  /** 200 and half a body, then RST. */
  record ResetMidReply() implements Reply {
    @Override
    public void play(Wire wire) throws IOException {
      wire.raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\":");
      wire.statusSent(200);
      wire.reset();
    }

    @Override
    public String toString() {
      return "reset mid-reply";
    }
  }

  /** 200 and half a body, then a proper end of the connection. */
  record CutMidReply() implements Reply {
    @Override
    public void play(Wire wire) throws IOException {
      wire.raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\":");
      wire.statusSent(200);
      wire.end();
    }

    @Override
    public String toString() {
      return "cut";
    }
  }

  /** 200 and a chunked body without end, as fast as the client reads. */
  record EndlessBody() implements Reply {
    private static final String CHUNK = "2000\r\n" + "x".repeat(0x2000) + "\r\n";

    @Override
    public void play(Wire wire) throws IOException {
      wire.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      wire.statusSent(200);
      wire.repeat(CHUNK);
    }

    @Override
    public String toString() {
      return "endless body";
    }
  }

  /** A status line and header lines without end. */
  record EndlessHead() implements Reply {
    @Override
    public void play(Wire wire) throws IOException {
      wire.raw("HTTP/1.1 200 OK\r\n");
      wire.repeat("x-filler: " + "x".repeat(200) + "\r\n");
    }

    @Override
    public String toString() {
      return "endless head";
    }
  }

  /** {@code 100 Continue} again and again, never an answer. */
  record EndlessInterim() implements Reply {
    @Override
    public void play(Wire wire) throws IOException {
      wire.repeat("HTTP/1.1 100 Continue\r\n\r\n");
    }

    @Override
    public String toString() {
      return "endless interim";
    }
  }

  /** Bytes that are not HTTP, then the end. */
  record Garbage() implements Reply {
    @Override
    public void play(Wire wire) throws IOException {
      wire.raw("\u0000\u0007\u007fnot HTTP at all\r\n\r\n");
      wire.end();
    }

    @Override
    public String toString() {
      return "garbage";
    }
  }
}
