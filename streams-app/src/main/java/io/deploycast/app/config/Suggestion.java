package io.deploycast.app.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses what somebody meant to write. */
final class Suggestion {
  private Suggestion() {}

  /** The candidate that is a typing error away; empty when none is. */
  static Optional<String> closest(String word, Collection<String> candidates) {
    String typed = word.toLowerCase(Locale.ROOT);
    // Two letters changed places in a short word, or a few are wrong in a long one.
    int most = Math.min(3, Math.max(2, typed.length() / 3));
    return candidates.stream()
        .filter(candidate -> distance(typed, candidate.toLowerCase(Locale.ROOT)) <= most)
        .min(
            Comparator.comparingInt(
                candidate -> distance(typed, candidate.toLowerCase(Locale.ROOT))));
  }

  /** How many letters were left out, added, mistaken or changed with the next one. */
  private static int distance(String from, String to) {
    int[][] known = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        known[i][j] = i == 0 || j == 0 ? i + j : cheapest(known, from, to, i, j);
      }
    }
    return known[from.length()][to.length()];
  }

  private static int cheapest(int[][] known, String from, String to, int i, int j) {
    char last = from.charAt(i - 1);
    char wanted = to.charAt(j - 1);
    int replaced = known[i - 1][j - 1] + (last == wanted ? 0 : 1);
    int least = Math.min(replaced, 1 + Math.min(known[i - 1][j], known[i][j - 1]));
    boolean swapped = i > 1 && j > 1 && last == to.charAt(j - 2) && from.charAt(i - 2) == wanted;
    return swapped ? Math.min(least, known[i - 2][j - 2] + 1) : least;
  }
}
