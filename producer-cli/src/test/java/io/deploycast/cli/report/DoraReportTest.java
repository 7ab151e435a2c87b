package io.deploycast.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.deploycast.cli.history.Logged;
import io.deploycast.cli.report.DoraReport.PlaceFigures;
import io.deploycast.cli.report.DoraReport.WeekFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Figures against a history that was worked out by hand. */
final class DoraReportTest {
  /** Two weeks from a Monday on: those of 2 and 9 March 2026. */
  private static final Instant FROM = Instant.parse("2026-03-02T00:00:00Z");

  private static final Instant UNTIL = Instant.parse("2026-03-16T00:00:00Z");

  private record Line(String deployment, String service, String status, String at, String commit) {}

  /**
   *
   *
   * <pre>
   * shop, first week:   A  started 10:00, succeeded 10:10, commit 08:10 the same day   lead  2 h
   *                     B  succeeded, commit four hours before                          lead  4 h
   *                        rolled back 30 min later                          outage 30 min, B failed
   *                     C  failed 12:00                                      outage begins
   *                     D  failed 13:00                                      the same outage
   *                     E  succeeded 15:00, commit unknown                   outage 3 h
   * shop, second week:  F  succeeded, commit nine days before                           lead 216 h
   *                     G  failed, never restored
   * desk, second week:  H  rolled back; only started before, 45 min ago     outage 45 min
   *                     I  succeeded twice by two events: once
   *                     J  only started: no deployment yet
   * </pre>
   */
  private static final List<Line> HISTORY =
      List.of(
          new Line("A", "shop", "started", "2026-03-02T10:00:00Z", "2026-03-02T08:10:00Z"),
          new Line("A", "shop", "succeeded", "2026-03-02T10:10:00Z", null),
          new Line("B", "shop", "succeeded", "2026-03-03T10:00:00Z", "2026-03-03T06:00:00Z"),
          new Line("B", "shop", "rolled_back", "2026-03-03T10:30:00Z", null),
          new Line("C", "shop", "failed", "2026-03-04T12:00:00Z", null),
          new Line("D", "shop", "failed", "2026-03-04T13:00:00Z", null),
          new Line("E", "shop", "succeeded", "2026-03-04T15:00:00Z", null),
          new Line("F", "shop", "succeeded", "2026-03-10T00:00:00Z", "2026-03-01T00:00:00Z"),
          new Line("G", "shop", "failed", "2026-03-15T23:59:59Z", null),
          new Line("H", "desk", "started", "2026-03-11T09:00:00Z", null),
          new Line("H", "desk", "rolled_back", "2026-03-11T09:45:00Z", null),
          new Line("I", "desk", "succeeded", "2026-03-12T09:00:00Z", null),
          new Line("I", "desk", "succeeded", "2026-03-12T09:05:00Z", null),
          new Line("J", "desk", "started", "2026-03-13T09:00:00Z", null),
          // Neither the time before nor the time after is the period's.
          new Line("Y", "shop", "succeeded", "2026-03-01T23:59:59Z", "2026-03-01T22:59:59Z"),
          new Line("Z", "shop", "failed", "2026-03-16T00:00:00Z", null));

  private static DoraReport report(List<Line> history) {
    Deployments deployments = new Deployments();
    int number = 0;
    for (Line line : history) {
      deployments.add(
          Logged.event(
              "id",
              "event-%010d".formatted(number++),
              "release",
              "1",
              "deployedAt",
              line.at,
              "deploymentId",
              "deployment-00000-" + line.deployment,
              "service",
              line.service,
              "environment",
              "production",
              "status",
              line.status,
              "committedAt",
              line.commit));
    }
    return deployments.report(FROM, UNTIL);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2})
  void countsWhatWasWorkedOutByHandInWhateverOrderItIsAnnounced(long seed) {
    List<Line> history = new ArrayList<>(HISTORY);
    if (seed > 0) {
      Collections.shuffle(history, new Random(seed));
    }
    DoraReport report = report(history);

    assertThat(report.places())
        .extracting(it -> it.place().service())
        .containsExactly("desk", "shop");
    PlaceFigures shop = report.places().get(1);
    // A B C D E F G; B C D G failed; outages of 30 min and 3 h; leads of 2, 4 and 216 h.
    assertThat(shop.figures())
        .isEqualTo(new Figures(7, 4, 4, 2, Duration.ofMinutes(105), 3, Duration.ofHours(4)));
    assertThat(shop.brokenSince()).isEqualTo("2026-03-15T23:59:59Z");
    assertThat(shop.figures().failureRate()).isCloseTo(4 / 7.0, within(1e-9));
    assertThat(report.perWeek(shop.figures())).isEqualTo(2.0);

    PlaceFigures desk = report.places().get(0);
    assertThat(desk.figures()).isEqualTo(new Figures(2, 1, 1, 1, Duration.ofMinutes(45), 0, null));
    assertThat(desk.brokenSince()).isNull();

    // Outages of 30, 45 and 180 min together.
    assertThat(report.total())
        .isEqualTo(new Figures(9, 5, 5, 3, Duration.ofMinutes(45), 3, Duration.ofHours(4)));
  }

  @Test
  void putsEachDeploymentIntoTheWeekItEndedIn() {
    PlaceFigures shop = report(HISTORY).places().get(1);

    assertThat(shop.weeks())
        .extracting(it -> it.monday().toString())
        .containsExactly("2026-03-02", "2026-03-09");
    assertThat(shop.weeks())
        .extracting(WeekFigures::figures)
        .containsExactly(
            new Figures(5, 3, 3, 2, Duration.ofMinutes(105), 2, Duration.ofHours(3)),
            new Figures(2, 1, 1, 0, null, 1, Duration.ofHours(216)));
  }

  @Test
  void tellsServicesAndEnvironmentsApartThatShareADeploymentId() {
    Deployments deployments = new Deployments();
    for (String environment : new String[] {"staging", "production"}) {
      deployments.add(
          Logged.event(
              "id",
              "event-0000000000" + environment.charAt(0),
              "release",
              "1",
              "deployedAt",
              "2026-03-03T00:00:00Z",
              "deploymentId",
              "one-pipeline-for-both",
              "environment",
              environment,
              "status",
              environment.equals("staging") ? "failed" : "succeeded"));
    }
    DoraReport report = deployments.report(FROM, UNTIL);

    assertThat(report.total().deployments()).isEqualTo(2);
    assertThat(report.total().restored()).isZero();
    assertThat(report.places()).extracting(it -> it.place().service()).containsExactly("", "");
  }

  @Test
  void isAboutTenYearsAtMostHoweverOldAnEventSaysItIs() {
    Deployments deployments = new Deployments();
    deployments.add(
        Logged.event(
            "id", "0123456789abcdef", "release", "1", "deployedAt", "0001-01-01T00:00:00Z"));

    DoraReport report = deployments.report(null, UNTIL);

    assertThat(report.total().deployments()).isZero();
    assertThat(report.weeks()).hasSizeLessThan(530);
  }

  @Test
  void isAboutNothingWithoutEvents() {
    assertThat(new Deployments().report(null, UNTIL).places()).isEmpty();
    assertThatThrownBy(() -> new Deployments().report(UNTIL, UNTIL))
        .hasMessageContaining("--since must be before --until");
  }
}
