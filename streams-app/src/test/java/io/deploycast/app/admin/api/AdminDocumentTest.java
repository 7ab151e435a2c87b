package io.deploycast.app.admin.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.app.admin.board.FilledBoard;
import io.deploycast.app.admin.guard.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Reads {@code docs/admin.md} against the routes. */
final class AdminDocumentTest {
  @Test
  void listsExactlyTheRoutes() throws IOException {
    String document = Files.readString(Path.of("../docs/admin.md"));
    SortedSet<String> listed = new TreeSet<>();
    Matcher routes = Pattern.compile("`((?:GET|POST) /api/[^`]+)`").matcher(document);
    while (routes.find()) {
      listed.add(routes.group(1));
    }
    SortedSet<String> served = new TreeSet<>();
    Served nothing =
        new Served(List::of, new FilledBoard().board, null, null, null, null, "", "", null);
    Routes.of(nothing, new LiveHandler(null, null), true).stream()
        .filter(route -> route.role() != Role.NOBODY)
        .forEach(route -> served.add(route.method() + " " + route.path()));
    assertThat(listed).isEqualTo(served);
  }
}
