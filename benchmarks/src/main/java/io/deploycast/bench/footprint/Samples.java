package io.deploycast.bench.footprint;

import io.deploycast.bench.stage.ProcessFigures;
import io.deploycast.bench.stage.Quantiles;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A process looked at again and again. */
final class Samples {
  /** One look; when in minutes. */
  record Sample(double minutes, double rssMib, double threads, double descriptors) {}

  static final ToDoubleFunction<Sample> RSS = Sample::rssMib;
  static final ToDoubleFunction<Sample> THREADS = Sample::threads;
  static final ToDoubleFunction<Sample> DESCRIPTORS = Sample::descriptors;

  /** The medians of the first and the last of so many parts are compared. */
  private static final int PARTS = 4;

  private static final double HALF = 0.5;

  private final List<Sample> all = new ArrayList<>();

  void add(double minutes, ProcessFigures process) {
    add(new Sample(minutes, process.rssMib(), process.threads(), process.descriptors()));
  }

  void add(Sample sample) {
    all.add(sample);
  }

  /** The slope of the line through all of them by least squares. */
  double slopeAMinute(ToDoubleFunction<Sample> what) {
    double meanTime = all.stream().mapToDouble(Sample::minutes).average().orElseThrow();
    double mean = all.stream().mapToDouble(what).average().orElseThrow();
    double both = 0;
    double squares = 0;
    for (Sample sample : all) {
      double time = sample.minutes() - meanTime;
      both += time * (what.applyAsDouble(sample) - mean);
      squares += time * time;
    }
    return both / squares;
  }

  /** How much more there was in the last part than in the first, by their medians. */
  double growth(ToDoubleFunction<Sample> what) {
    int part = Math.max(1, all.size() / PARTS);
    return median(all.subList(all.size() - part, all.size()), what)
        - median(all.subList(0, part), what);
  }

  double last(ToDoubleFunction<Sample> what) {
    return what.applyAsDouble(all.get(all.size() - 1));
  }

  private static double median(List<Sample> some, ToDoubleFunction<Sample> what) {
    return new Quantiles(some.stream().mapToDouble(what).toArray()).at(HALF);
  }
}
