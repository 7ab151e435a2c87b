package io.deploycast.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplayPartTest {
  private static final Instant BEGUN = Instant.parse("2026-01-02T03:04:05Z");

  @Test
  void isReadBackAsItWasKept() {
    ReplayPart part =
        new ReplayPart(
            "r1", "30d", "latest", "shop", BEGUN, Map.of(0, 17L, 11, 4L), Map.of(0, 99L, 11, 4L));

    assertThat(ReplayPart.read(part.toJson())).isEqualTo(part);
    assertThat(part.toJson())
        .hasToString(
            "{\"replay\":\"r1\",\"from\":\"30d\",\"to\":\"latest\",\"service\":\"shop\","
                + "\"begunAt\":\"2026-01-02T03:04:05Z\",\"begin\":{\"0\":17,\"11\":4},"
                + "\"end\":{\"0\":99,\"11\":4}}");
  }

  @Test
  void isReadBackWithoutAService() {
    ReplayPart part =
        new ReplayPart("r1", "earliest", "latest", null, BEGUN, Map.of(0, 0L), Map.of(0, 1L));

    assertThat(ReplayPart.read(part.toJson())).isEqualTo(part);
  }

  @Test
  void hasTheSameNameForTheSameQuestionOnly() {
    assertThat(ReplayRequest.nameFor("30d", null, null))
        .isEqualTo(ReplayRequest.nameFor("30d", null, null))
        .isNotEqualTo(ReplayRequest.nameFor("30d", null, "shop"))
        .isNotEqualTo(ReplayRequest.nameFor("30d", "1d", null));
  }
}
