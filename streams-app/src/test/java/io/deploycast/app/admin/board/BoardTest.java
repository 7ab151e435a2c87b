package io.deploycast.app.admin.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.deploycast.schema.DeadLetterReason;
import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.Receipt;
import io.deploycast.schema.deadletter.DeadLetterGroup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BoardTest {
  private final FilledBoard filled = new FilledBoard();
  private final Board board = filled.board;

  private static String id(int number) {
    return "event-%010d".formatted(number);
  }

  private static List<String> ids(DeploymentWindow.Page page) {
    return page.entries().stream().map(entry -> entry.deployment().id()).toList();
  }

  @Test
  void pagesThroughDeploymentsNewestFirst() {
    for (int i = 0; i < 7; i++) {
      filled.deployment(id(i), "shop", i);
    }

    DeploymentWindow.Page first = board.deployments().page(entry -> true, null, 3);
    DeploymentWindow.Page second = board.deployments().page(entry -> true, first.next(), 3);
    DeploymentWindow.Page last = board.deployments().page(entry -> true, second.next(), 3);

    assertThat(ids(first)).containsExactly(id(6), id(5), id(4));
    assertThat(ids(second)).containsExactly(id(3), id(2), id(1));
    assertThat(ids(last)).containsExactly(id(0));
    assertThat(last.next()).isNull();
    assertThat(last.matching()).isEqualTo(7);
  }

  @Test
  void keepsTheLatestTenThousandDeploymentsAndNoMore() {
    for (int i = 0; i < DeploymentWindow.CAPACITY + 10; i++) {
      filled.deployment(id(i), "shop", i);
    }

    assertThat(board.deployments().size()).isEqualTo(DeploymentWindow.CAPACITY);
    assertThat(board.deployments().find(id(9))).isEmpty();
    assertThat(board.deployments().find(id(10))).isPresent();
  }

  @Test
  void keepsLargeEventsWithinABoundOfMemory() {
    Map<String, String> attributes = new HashMap<>();
    for (int i = 0; i < 64; i++) {
      attributes.put("attribute-" + i, "x".repeat(1_000));
    }
    for (int i = 0; i < 2_000; i++) {
      filled.deployment(
          DeploymentEvent.builder(id(i), "1", FilledBoard.NOON)
              .description("d".repeat(4_000))
              .attributes(attributes)
              .build(),
          i);
    }

    int kept = board.deployments().size();
    int each = board.deployments().find(id(1_999)).orElseThrow().deployment().size();
    assertThat((long) kept * each).isBetween(30_000_000L, 34_000_000L);
    assertThat(board.deployments().find(id(1_999)).orElseThrow().deployment().text("description"))
        .hasSize(1_025)
        .endsWith("…");
  }

  @Test
  void joinsReceiptsThatWereReadBeforeTheirEvent() {
    filled.receipt(id(1), "one", Receipt.Outcome.DELIVERED);
    filled.deployment(id(1), "shop", 1);
    filled.receipt(id(1), "two", Receipt.Outcome.FILTERED);

    assertThat(board.deployments().find(id(1)).orElseThrow().ends())
        .hasEntrySatisfying(
            "one", end -> assertThat(end.outcome()).isEqualTo(Receipt.Outcome.DELIVERED))
        .hasEntrySatisfying(
            "two", end -> assertThat(end.outcome()).isEqualTo(Receipt.Outcome.FILTERED));
  }

  @Test
  void showsAnEventThatWasAnnouncedAgainOnceAtItsLaterTime() {
    filled.deployment(id(1), "shop", 1);
    filled.deployment(id(2), "shop", 2);
    filled.deployment(id(1), "shop", 3);

    assertThat(ids(board.deployments().page(entry -> true, null, 9))).containsExactly(id(1), id(2));
  }

  @Test
  void forgetsADeadLetterByItsTombstone() {
    filled.deadLetter("one", id(1), DeadLetterReason.REJECTED, "answered 422");
    assertThat(board.deadLetters().counts()).containsEntry("one", 1);
    assertThat(board.deadLetters().all(it -> true).get(0).facts().service()).isEqualTo("shop");

    filled.tombstone("one", id(1));

    assertThat(board.deadLetters().counts()).isEmpty();
    assertThat(board.deadLetters().all(it -> true)).isEmpty();
  }

  @Test
  void groupsDeadLettersByTargetReasonAndStatus() {
    filled.deadLetter("one", id(1), DeadLetterReason.REJECTED, "event 17 is too old");
    filled.deadLetter("one", id(2), DeadLetterReason.REJECTED, "event 18 is too old");
    filled.deadLetter("one", id(3), DeadLetterReason.EXHAUSTED, "no such project");
    filled.deadLetter("two", id(3), DeadLetterReason.REJECTED, "event 18 is too old");

    assertThat(board.deadLetters().groups(it -> true))
        .extracting(DeadLetterGroup::target, DeadLetterGroup::count, DeadLetterGroup::error)
        .containsExactlyInAnyOrder(
            tuple("one", 2, "event 18 is too old"),
            tuple("one", 1, "no such project"),
            tuple("two", 1, "event 18 is too old"));
  }

  @Test
  void saysThatOldDeadLettersAreLeftOut() {
    for (int i = 0; i <= DeadLetterShelf.CAPACITY; i++) {
      filled.deadLetter("one", id(i), DeadLetterReason.REJECTED, "x");
    }

    assertThat(board.deadLetters().isTruncated()).isTrue();
    assertThat(board.deadLetters().find("one|" + id(0))).isEmpty();
    assertThat(board.deadLetters().counts()).containsEntry("one", DeadLetterShelf.CAPACITY);
  }
}
