package io.deploycast.app.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one file, and what deserves a look. Not thread-safe. */
final class Problems {
  private record Problem(int line, String sentence) {}

  private final String file;
  private final List<Problem> found = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  Problems(Path file) {
    this.file = file.toString();
  }

  /** A problem with a key; the message is read after the key path. */
  void add(ConfigNode at, String message) {
    add(at.line(), at.path().isEmpty() ? message : at.path() + " " + message);
  }

  /** A problem with a line; 0 for the whole file. */
  void add(int line, String sentence) {
    found.add(new Problem(line, place(line) + sentence));
  }

  /** A problem that brings its own place. */
  void addElsewhere(String sentence) {
    found.add(new Problem(Integer.MAX_VALUE, sentence));
  }

  void warn(ConfigNode at, String message) {
    warnings.add(place(at.line()) + at.path() + " " + message);
  }

  /** All sentences in the order of the file. */
  List<String> sentences() {
    return found.stream()
        .sorted(Comparator.comparingInt(Problem::line))
        .map(Problem::sentence)
        .distinct()
        .toList();
  }

  List<String> warnings() {
    return warnings.stream().distinct().toList();
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  private String place(int line) {
    return line == 0 ? file + ": " : file + ":" + line + ": ";
  }
}
