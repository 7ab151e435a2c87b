package io.deploycast.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class CsvTest {
  static Stream<Arguments> cells() {
    return Stream.of(
        Arguments.of("shop", "shop"),
        Arguments.of("2016.20", "2016.20"),
        Arguments.of("2012-07-08T11:14:15Z", "2012-07-08T11:14:15Z"),
        Arguments.of("a,b", "\"a,b\""),
        Arguments.of("a;=1+1", "\"a;=1+1\""),
        Arguments.of("say \"hi\"", "\"say \"\"hi\"\"\""),
        Arguments.of("two\r\nlines", "\"two\r\nlines\""),
        Arguments.of("=cmd|'/c calc'!A0", "\"'=cmd|'/c calc'!A0\""),
        Arguments.of("+1", "\"'+1\""),
        Arguments.of("-1", "\"'-1\""),
        Arguments.of("@SUM(1)", "\"'@SUM(1)\""),
        Arguments.of("\t=1", "\"'\t=1\""),
        Arguments.of("\r=1", "\"'\r'=1\""),
        Arguments.of("  =1", "\"'  =1\""),
        Arguments.of("\u00A0=1", "\"'\u00A0=1\""),
        Arguments.of("\u3000+1", "\"'\u3000+1\""),
        Arguments.of("\uFF1D1", "\"'\uFF1D1\""),
        Arguments.of("\uFF0B1", "\"'\uFF0B1\""),
        Arguments.of("\uFF0D1", "\"'\uFF0D1\""),
        Arguments.of("\uFF20A", "\"'\uFF20A\""),
        Arguments.of("ok\n=1", "\"ok\n'=1\""),
        Arguments.of("ok\n\n  -1", "\"ok\n\n'  -1\""),
        Arguments.of("\u001B[2Jx", "\"\\u001B[2Jx\""),
        Arguments.of("a\u202Eb", "\"a\\u202Eb\""));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void writesCellsThatNoSpreadsheetCalculates(String text, String cell) {
    assertThat(Csv.cell(text)).isEqualTo(cell);
  }

  @Test
  void leavesACellEmptyWhereThereIsNothing() {
    assertThat(Csv.row(Arrays.asList("a", null, "", "b"))).isEqualTo("a,,,b\r\n");
  }
}
