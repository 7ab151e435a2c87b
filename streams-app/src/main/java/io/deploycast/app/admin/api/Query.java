package io.deploycast.app.admin.api;

import io.deploycast.app.admin.board.Position;
import io.deploycast.app.admin.guard.Problem;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The part of an address after its question mark: filters and paging, read strictly. */
record Query(Context context) {
  /** Entries on a page unless asked otherwise, and at most. */
  private static final int USUAL = 50;

  private static final int MOST = 500;

  /** Longest filter, in characters. */
  private static final int MOST_FILTER = 300;

  /**
   * The query of a request.
   *
   * @param known names of its parameters, beside those of paging
   */
  static Query of(Context context, Set<String> known) {
    for (String name : context.queryParamMap().keySet()) {
      if (!known.contains(name) && !name.equals("limit") && !name.equals("before")) {
        throw Problem.badRequest("the address has a parameter that is not known here").raised();
      }
    }
    return new Query(context);
  }

  /** A filter's text; empty when it is left out or empty. */
  Optional<String> filter(String name) {
    String text = context.queryParam(name);
    if (text == null || text.isEmpty()) {
      return Optional.empty();
    }
    if (text.length() > MOST_FILTER) {
      throw Problem.badRequest("%s must have at most %d characters".formatted(name, MOST_FILTER))
          .raised();
    }
    return Optional.of(text);
  }

  int limit() {
    String text = context.queryParam("limit");
    if (text == null) {
      return USUAL;
    }
    if (!text.matches("[1-9][0-9]{0,2}") || Integer.parseInt(text) > MOST) {
      throw Problem.badRequest("limit must be a number from 1 to " + MOST).raised();
    }
    return Integer.parseInt(text);
  }

  /** Where the page begins, or null for the newest. */
  @Nullable Position before() {
    String text = context.queryParam("before");
    return text == null
        ? null
        : Position.parse(text)
            .orElseThrow(
                () -> Problem.badRequest("before must be what an answer gave as next").raised());
  }
}
