package io.deploycast.sandbox.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class NamedFailureTest {
  private final SimulatedTarget target = SimulatedTarget.start(Behaviour.ok());

  @AfterEach
  void stopTarget() {
    target.close();
  }

  @Test
  void answersLate() throws Exception {
    target.behave(Behaviour.latency(Duration.ofMillis(300)));
    long start = System.nanoTime();
    assertThat(Client.post(target.uri(), "a").statusCode()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(300));
  }

  @Test
  void neverAnswers() throws Exception {
    target.behave(Behaviour.hang());
    try (Socket socket = Client.asking(target, "a")) {
      socket.setSoTimeout(300);
      assertThatThrownBy(() -> Client.read(socket, 1)).isInstanceOf(SocketTimeoutException.class);
      assertThat(target.statistics().inFlight()).isEqualTo(1);
      assertThat(target.requests().get(0).status()).isZero();
    }
    await("the target notices").until(() -> target.statistics().inFlight() == 0);
    assertThat(target.deliveredIds()).isEmpty();
  }

  @Test
  void tricklesItsHead() throws Exception {
    target.behave(Behaviour.always(new Reply.TrickleHead(Duration.ofMillis(50))));
    try (Socket socket = Client.asking(target, "a")) {
      long start = System.nanoTime();
      assertThat(Client.read(socket, 8)).isEqualTo("HTTP/1.1");
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThan(Duration.ofMillis(7 * 50));
    }
  }

  @Test
  void tricklesItsBody() throws Exception {
    target.behave(Behaviour.always(new Reply.TrickleBody(Duration.ofMillis(50))));
    try (Socket socket = Client.asking(target, "a")) {
      long start = System.nanoTime();
      assertThat(Client.read(socket, 42)).contains("200 OK").endsWith("\r\n\r\n ");
      assertThat(Client.read(socket, 5)).isBlank();
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThan(Duration.ofMillis(5 * 50));
    }
    assertThat(target.deliveredIds()).isEmpty();
  }

  @Test
  void resetsInsteadOfAnswering() throws Exception {
    target.behave(Behaviour.resetBeforeReply());
    try (Socket socket = Client.asking(target, "a")) {
      assertThatThrownBy(() -> Client.read(socket, 1))
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
  }

  @Test
  void resetsInTheMiddleOfAnAnswer() throws Exception {
    target.behave(Behaviour.resetMidReply());
    try (Socket socket = Client.asking(target, "a")) {
      assertThatThrownBy(() -> Client.read(socket, 1_000)).isInstanceOf(SocketException.class);
    }
    assertThat(target.requests().get(0).status()).isEqualTo(200);
    assertThat(target.deliveredIds()).isEmpty();
  }

  @Test
  void endsInTheMiddleOfAnAnswer() throws Exception {
    target.behave(Behaviour.cutMidReply());
    try (Socket socket = Client.asking(target, "a")) {
      assertThat(Client.read(socket, 1_000)).contains("Content-Length: 100").endsWith("\"half\":");
    }
    assertThatThrownBy(() -> Client.post(target.uri(), "a")).isInstanceOf(IOException.class);
  }

  @Test
  void neverEndsItsBody() throws Exception {
    target.behave(Behaviour.endlessBody());
    try (Socket socket = Client.asking(target, "a")) {
      assertThat(Client.read(socket, 20_000_000)).startsWith("HTTP/1.1 200").hasSize(20_000_000);
    }
    await("the target notices").until(() -> target.statistics().inFlight() == 0);
  }

  @Test
  void neverEndsItsHead() throws Exception {
    target.behave(Behaviour.endlessHead());
    try (Socket socket = Client.asking(target, "a")) {
      assertThat(Client.read(socket, 1_000_000)).hasSize(1_000_000).doesNotContain("\r\n\r\n");
    }
  }

  @Test
  void neverEndsItsInterimAnswers() throws Exception {
    target.behave(Behaviour.endlessInterim());
    try (Socket socket = Client.asking(target, "a")) {
      assertThat(Client.read(socket, 1_000_000)).doesNotContain(" 200 ").contains(" 100 ");
    }
  }

  @Test
  void answersWithGarbage() {
    target.behave(Behaviour.garbage());
    assertThatThrownBy(() -> Client.post(target.uri(), "a")).isInstanceOf(IOException.class);
    assertThat(target.statistics().requests()).isPositive();
  }

  @Test
  void redirects() throws Exception {
    target.behave(Behaviour.redirect(URI.create("http://127.0.0.1:9/elsewhere")));
    HttpResponse<String> answer = Client.post(target.uri(), "a");
    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().firstValue("location")).hasValue("http://127.0.0.1:9/elsewhere");
  }

  @Test
  void asksToWait() throws Exception {
    target.behave(Behaviour.retryAfter(429, "3"));
    HttpResponse<String> answer = Client.post(target.uri(), "a");
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("retry-after")).hasValue("3");
  }

  @Test
  void answersWithAnyStatus() throws Exception {
    for (int status : new int[] {204, 304, 418, 599, 999}) {
      target.behave(Behaviour.answers(status));
      try (Socket socket = Client.asking(target, "a")) {
        assertThat(Client.read(socket, 12)).isEqualTo("HTTP/1.1 " + status);
      }
    }
  }

  @Test
  void isGoneWhileItIsDownAndComesBackOnTheSamePort() throws Exception {
    URI address = target.uri();
    try (Socket open = Client.asking(target, "a")) {
      assertThat(Client.read(open, 12)).isEqualTo("HTTP/1.1 200");
      target.behave(Behaviour.down());
      assertThatThrownBy(() -> Client.post(address, "b")).isInstanceOf(ConnectException.class);
      assertThatThrownBy(() -> Client.read(open, 1_000)).isInstanceOf(SocketException.class);
    }
    target.behave(Behaviour.ok());
    assertThat(Client.post(address, "b").statusCode()).isEqualTo(200);
  }

  @Test
  void comesBackByItselfAfterAWhile() {
    target.behave(Behaviour.downFor(Duration.ofMillis(300), Behaviour.answers(202)));
    assertThatThrownBy(() -> Client.post(target.uri(), "a")).isInstanceOf(ConnectException.class);
    await("it is back")
        .ignoreExceptions()
        .until(() -> Client.post(target.uri(), "a").statusCode() == 202);
  }

  @Test
  void staysDownWhenToldSoMeanwhile() {
    target.behave(Behaviour.downFor(Duration.ofMillis(100), Behaviour.ok()));
    target.behave(Behaviour.down());
    await("longer than the first order")
        .during(Duration.ofMillis(300))
        .until(() -> target.behaviour().equals(Behaviour.down()));
    assertThatThrownBy(() -> Client.post(target.uri(), "a")).isInstanceOf(ConnectException.class);
  }
}
