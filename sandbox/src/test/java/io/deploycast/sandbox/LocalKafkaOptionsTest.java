package io.deploycast.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LocalKafkaOptionsTest {
  private static final LocalKafkaOptions DEFAULTS = LocalKafkaOptions.defaults();

  @Test
  void keepsPasswordsOutOfItsText() {
    assertThat(DEFAULTS.withUser("admin", "sesame").withProperty("a.b", "c"))
        .asString()
        .contains("admin", "a.b=c")
        .doesNotContain("sesame");
  }

  @Test
  void needsASuperUserAmongUsers() {
    assertThatThrownBy(() -> DEFAULTS.withUser("ci", "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'admin'");
  }

  @ParameterizedTest
  @CsvSource({"a b,x", "ci,say \"hi\"", "ci,back\\slash"})
  void refusesWhatWouldBreakTheLoginText(String name, String password) {
    LocalKafkaOptions options = DEFAULTS.withUser("admin", "x");
    assertThatThrownBy(() -> options.withUser(name, password))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name)
        .hasMessageNotContaining(password + "'");
  }

  @Test
  void refusesAnImpossiblePort() {
    assertThatThrownBy(() -> DEFAULTS.withPort(65_536))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65536");
  }
}
