package io.deploycast.cli.report;

import io.deploycast.cli.history.LoggedEvent;
import io.deploycast.cli.history.Property;
import io.deploycast.cli.report.DoraReport.PlaceFigures;
import io.deploycast.cli.report.DoraReport.WeekFigures;
import io.deploycast.cli.report.Figures.Tally;
import io.deploycast.cli.report.Outages.Outage;
import io.deploycast.schema.DeploymentStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts events together to deployments and counts them. Keeps some four hundred bytes a deployment
 * until the report is made. Not thread-safe.
 */
public final class Deployments {
  private final Map<Place, Map<String, Deployment>> places = new TreeMap<>();
  private @Nullable Instant first;

  /** One more event, in any order. */
  public void add(LoggedEvent event) {
    Place place = new Place(text(event, Property.SERVICE), text(event, Property.ENVIRONMENT));
    Instant at = event.deployedAt();
    places
        .computeIfAbsent(place, it -> new HashMap<>())
        .computeIfAbsent(event.required(Property.DEPLOYMENT_ID), it -> new Deployment())
        .add(
            DeploymentStatus.ofWireName(event.required(Property.STATUS)).orElseThrow(),
            at,
            event.time(Property.COMMITTED_AT));
    first = first == null || at.isBefore(first) ? at : first;
  }

  /**
   * Counts what ended in that time.
   *
   * @param from the first moment; null for the first deployment there is
   * @throws IllegalArgumentException when the time is empty
   */
  public DoraReport report(@Nullable Instant from, Instant until) {
    Instant begin = from != null ? from : first;
    Period period =
        new Period(
            begin != null && begin.isBefore(until) ? begin : atLeastADay(from, until), until);
    Counts total = new Counts(period);
    List<PlaceFigures> figures = new ArrayList<>();
    places.forEach(
        (place, deployments) -> {
          Counts counts = new Counts(period);
          Outages outages = Outages.of(deployments.values());
          counts.add(deployments.values(), outages);
          total.add(deployments.values(), outages);
          Figures sum = counts.total.figures();
          if (sum.deployments() > 0) {
            figures.add(new PlaceFigures(place, sum, counts.weeks(), outages.openSince()));
          }
        });
    return new DoraReport(period, total.total.figures(), total.weeks(), figures);
  }

  /** Without a beginning and without events a report is about nothing, but still about a time. */
  private static Instant atLeastADay(@Nullable Instant from, Instant until) {
    return from == null ? until.minus(Duration.ofDays(1)) : from;
  }

  private static String text(LoggedEvent event, Property property) {
    String text = event.text(property);
    return text == null ? "" : text;
  }

  /** The sum and its weeks. */
  private static final class Counts {
    private final Period period;
    private final Tally total = new Tally();
    private final Map<LocalDate, Tally> weeks = new TreeMap<>();

    Counts(Period period) {
      this.period = period;
      period.mondays().forEach(monday -> weeks.put(monday, new Tally()));
    }

    void add(Collection<Deployment> deployments, Outages outages) {
      for (Deployment deployment : deployments) {
        Instant ended = deployment.endedAt();
        if (ended != null && period.contains(ended)) {
          count(ended, tally -> tally.deployment(deployment));
          Instant succeeded = deployment.at(DeploymentStatus.SUCCEEDED);
          Instant committed = deployment.committedBeforeSuccess();
          if (succeeded != null && committed != null) {
            count(ended, tally -> tally.lead(Duration.between(committed, succeeded)));
          }
        }
      }
      for (Outage outage : outages.ended()) {
        if (period.contains(outage.ended())) {
          Duration length = Duration.between(outage.began(), outage.ended());
          count(outage.ended(), tally -> tally.restored(length));
        }
      }
    }

    private void count(Instant time, Consumer<Tally> fact) {
      fact.accept(total);
      fact.accept(Objects.requireNonNull(weeks.get(Period.weekOf(time))));
    }

    List<WeekFigures> weeks() {
      return weeks.entrySet().stream()
          .map(it -> new WeekFigures(it.getKey(), it.getValue().figures()))
          .toList();
    }
  }
}
