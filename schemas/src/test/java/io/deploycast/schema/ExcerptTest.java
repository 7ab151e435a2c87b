package io.deploycast.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExcerptTest {
  @ParameterizedTest
  @CsvSource({
    "'a\nb', a\\u000Ab",
    "'\u001B[2J', \\u001B[2J",
    "'a\u202Eb', a\\u202Eb",
    "'a\u2028b', a\\u2028b",
    "größe 日本 😀, größe 日本 😀"
  })
  void escapesWhatCouldDoHarmAndNothingElse(String text, String excerpt) {
    assertThat(Excerpt.of(text)).isEqualTo(excerpt);
  }

  @Test
  void escapesLoneSurrogates() {
    assertThat(Excerpt.of("\uD800")).isEqualTo("\\uD800");
    assertThat(Excerpt.of("\uDC00x")).isEqualTo("\\uDC00x");
  }

  @Test
  void cutsAndSaysSoWithoutHalvingACharacter() {
    assertThat(Excerpt.of("x".repeat(121))).isEqualTo("x".repeat(120) + "…");
    assertThat(UnicodeText.isWellFormed(Excerpt.of("a" + "😀".repeat(200), 10))).isTrue();
  }
}
