package io.deploycast.cli.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.schema.EventReader;
import io.deploycast.schema.PlainForm;
import io.deploycast.schema.ReadResult;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick reader against the contract's. */
final class PlainEventTest {
  private static final EventReader CONTRACT = new EventReader();

  private static final String FULL =
      """
      {"id":"0123456789abcdef","release":"1","deployedAt":"2012-02-29T11:14:15.123Z","deploymentId":"fedcba9876543210",\
      "startedAt":"2012-02-29T11:14:15Z","committedAt":"2012-12-31T23:59:59.123456789Z","service":"größe","environment":"e",\
      "status":"rolled_back","previousRelease":"0","commit":"c","branch":"b","repository":"r","actor":"a","url":"u",\
      "description":"say \\"hi\\"\\n","attributes":{"a":"","b":"c"}}\
      """;

  @Test
  void recognisesWhatOurOwnCommandWrites() {
    Map<Property, String> texts = PlainEvent.texts(FULL.getBytes(UTF_8));

    assertThat(texts).containsOnlyKeys(Property.values());
    ReadResult.Valid valid = (ReadResult.Valid) CONTRACT.read(FULL.getBytes(UTF_8));
    assertThat(texts).isEqualTo(LoggedEvent.textsOf(valid));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void saysYesOnlyWhereTheContractDoes(long seed) {
    Random random = new Random(seed);
    int recognised = 0;
    for (int i = 0; i < 3_000; i++) {
      byte[] json = Mutation.of(FULL.getBytes(UTF_8), random);
      if (PlainEvent.texts(json) != null) {
        recognised++;
        assertThat(CONTRACT.read(json))
            .as("%s", new String(json, UTF_8))
            .isInstanceOf(ReadResult.Valid.class);
      }
    }
    // Else the test would say nothing.
    assertThat(recognised).isGreaterThan(100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2012-02-30T00:00:00Z",
        "2011-02-29T00:00:00Z",
        "2012-13-01T00:00:00Z",
        "2012-00-01T00:00:00Z",
        "2012-01-00T00:00:00Z",
        "2012-01-01T24:00:00Z",
        "2012-01-01T00:60:00Z",
        "2012-01-01T00:00:60Z",
        "2012-01-01T00:00:00.Z",
        "2012-01-01T00:00:00.1234567890Z",
        "2012-01-01 00:00:00Z",
        "2012-01-01T00:00:00+02:00",
        "2012-01-01T00:00Z",
        "2012-01-01T00:00:00.12:Z",
        "2012-01-01T00:00:00.+12Z",
        "２０12-01-01T00:00:00Z",
        "yesterday"
      })
  void leavesOtherTimesToTheContract(String time) {
    assertThat(PlainForm.isUtc(time)).isFalse();
  }
}
