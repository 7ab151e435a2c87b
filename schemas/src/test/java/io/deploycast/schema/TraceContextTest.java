package io.deploycast.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TraceContextTest {
  private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Test
  void hasItsParts() {
    TraceContext context = new TraceContext(PARENT, "vendor=1");
    assertThat(context.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(context.spanId()).isEqualTo("00f067aa0ba902b7");
    assertThat(context.flags()).isEqualTo("01");
    assertThat(context.within("b7ad6b7169203331").traceparent())
        .isEqualTo("00-4bf92f3577b34da6a3ce929d0e0e4736-b7ad6b7169203331-01");
    assertThat(context.headers())
        .containsEntry("traceparent", PARENT)
        .containsEntry("tracestate", "vendor=1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\nx: y",
        "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01more"
      })
  void refusesWhatTheRecommendationDoes(String text) {
    assertThat(TraceContext.isTraceparent(text)).isFalse();
    assertThatThrownBy(() -> new TraceContext(text, null))
        .hasMessageStartingWith("traceparent must be 00-");
  }

  @Test
  void takesLaterVersionsWithMoreBehind() {
    String later = "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-the-future-holds";
    assertThat(TraceContext.isTraceparent(later)).isTrue();
    assertThat(new TraceContext(later, null).flags()).isEqualTo("01");
  }

  @Test
  void readsHeadersAndDropsAStateThatIsNoText() {
    RecordHeaders headers = new RecordHeaders();
    assertThat(TraceContext.of(headers)).isEmpty();
    headers.add("traceparent", PARENT.getBytes(UTF_8)).add("tracestate", new byte[] {1, 2});
    assertThat(TraceContext.of(headers)).contains(new TraceContext(PARENT, null));
    headers.add("traceparent", "rubbish".getBytes(UTF_8));
    assertThat(TraceContext.of(headers)).isEmpty();
  }
}
