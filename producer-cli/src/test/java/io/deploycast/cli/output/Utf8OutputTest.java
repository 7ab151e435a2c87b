package io.deploycast.cli.output;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Utf8OutputTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void keepsTextAndBytesInOrderWhateverTheirLength(long seed) {
    Random random = new Random(seed);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StringWriter expected = new StringWriter();
    PrintWriter reference = new PrintWriter(expected);
    try (PrintWriter out = new Utf8Output(bytes)) {
      for (int i = 0; i < 2_000; i++) {
        String ascii = "x".repeat(random.nextInt(100) == 0 ? random.nextInt(200_000) : i % 700);
        for (PrintWriter each : new PrintWriter[] {out, reference}) {
          switch (i % 4) {
            case 0 -> Utf8Output.line(ascii.getBytes(US_ASCII), each);
            case 1 -> each.write(ascii + "größe-日本 😀");
            case 2 -> each.println('ö');
            default -> each.write("\uD83D\uDE00", 0, 2);
          }
        }
      }
    }

    assertThat(bytes.toString(UTF_8).equals(expected.toString())).isTrue();
  }

  @Test
  void showsALineAtOnceAndTheRestWhenFlushed() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintWriter out = new Utf8Output(bytes);

    out.println("a");
    assertThat(bytes.toString(UTF_8)).isEqualTo("a" + System.lineSeparator());
    Utf8Output.line(new byte[] {'b'}, out);
    assertThat(out.checkError()).isFalse();
    assertThat(bytes.toString(UTF_8)).endsWith("b\n");
  }

  @Test
  void tellsThatNobodyTakesIt() {
    PrintWriter out =
        new Utf8Output(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
              }
            });

    Utf8Output.line(new byte[] {'b'}, out);
    assertThat(out.checkError()).isTrue();
  }
}
