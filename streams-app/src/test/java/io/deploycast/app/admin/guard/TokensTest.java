package io.deploycast.app.admin.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.app.config.AdminConfig;
import io.deploycast.app.config.Secret;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("compares times of a microsecond")
final class TokensTest {
  private static final String READ = "r".repeat(40);
  private static final String WRITE = "w".repeat(40);

  private static Tokens tokens(@Nullable String read, @Nullable String write) {
    return new Tokens(
        new AdminConfig(
            true,
            "127.0.0.1",
            0,
            Set.of(),
            read == null ? null : new Secret(read),
            write == null ? null : new Secret(write),
            new AdminConfig.Tls.None()));
  }

  @Test
  void allowWhatTheyAreFor() {
    Tokens both = tokens(READ, WRITE);
    assertThat(both.roleOf(READ)).isEqualTo(Role.READ);
    assertThat(both.roleOf(WRITE)).isEqualTo(Role.WRITE);
    assertThat(both.roleOf(READ + "x")).isEqualTo(Role.NOBODY);
    assertThat(both.roleOf("")).isEqualTo(Role.NOBODY);
    assertThat(tokens(null, WRITE).roleOf(WRITE)).isEqualTo(Role.WRITE);
    assertThat(tokens(READ, null).roleOf(READ)).isEqualTo(Role.READ);
    assertThat(tokens(null, null).areNeeded()).isFalse();
  }

  @Test
  void takeAsLongForANearMissAsForAFarOne() {
    Tokens both = tokens(READ, WRITE);
    String near = WRITE.substring(1) + "x";
    String far = "x" + WRITE.substring(1);
    int tries = 10_000;
    long[] nears = new long[tries];
    long[] fars = new long[tries];
    for (int i = 0; i < 2 * tries; i++) {
      nears[i % tries] = time(both, near);
      fars[i % tries] = time(both, far);
    }
    assertThat((double) median(nears) / median(fars)).isBetween(0.75, 1.33);
  }

  private static long time(Tokens tokens, String token) {
    long began = System.nanoTime();
    Role role = tokens.roleOf(token);
    long took = System.nanoTime() - began;
    assertThat(role).isEqualTo(Role.NOBODY);
    return took;
  }

  private static long median(long[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
