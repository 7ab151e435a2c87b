package io.deploycast.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.deploycast.cli.Surroundings;
import io.deploycast.cli.output.SafeText;
import io.deploycast.schema.DeadLetter;
import io.deploycast.schema.Excerpt;
import io.deploycast.schema.deadletter.DeadLetterFilter;
import io.deploycast.schema.deadletter.DeadLetters;
import io.deploycast.schema.deadletter.StoredDeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Dead letters with all their facts. */
@Command(
    name = "show",
    description = "Shows dead letters one by one, the newest first.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  deploycast dlq show --target grafana --limit 5",
      "  deploycast dlq show 'grafana|01a20d60-b1fd-73bb-bed3-e9a5792f8e78' --output json"
    })
final class ShowDeadLettersCommand implements Callable<Integer> {
  /** What of a value a person needs to recognise it. */
  private static final int VALUE_SHOWN = 1_000;

  @Spec private CommandSpec spec;
  @Mixin private DeadLetterOptions options;

  @Parameters(
      paramLabel = "KEY",
      arity = "0..1",
      description = "The one with this key, <target>|<event id> as 'show' prints it.")
  private @Nullable String key;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many at most; default: 20.")
  private int limit = 20;

  @Override
  public Integer call() {
    Surroundings surroundings = DeploycastCommand.surroundingsOf(spec);
    DeadLetterFilter filter = options.filter(key, surroundings);
    DeadLetters all = new DeadLetters(options.access(surroundings));
    List<StoredDeadLetter> found = options.ask(() -> all.find(filter));
    List<DeadLetter> newest =
        IntStream.range(0, Math.min(Math.max(0, limit), found.size()))
            .mapToObj(i -> found.get(found.size() - 1 - i).letter())
            .toList();
    return PublishDeploymentCommand.print(
        surroundings, options.isJson() ? json(newest) : text(newest, found.size()));
  }

  private static String json(List<DeadLetter> letters) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    letters.forEach(letter -> json.add(letter.toJson()));
    return SafeText.jsonLine(json.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String text(List<DeadLetter> letters, int found) {
    if (letters.isEmpty()) {
      return "no dead letters";
    }
    String shown =
        letters.stream().map(ShowDeadLettersCommand::text).collect(Collectors.joining("\n\n"));
    int more = found - letters.size();
    return more == 0 ? shown : shown + "\n\nand %d more; --limit shows them".formatted(more);
  }

  private static String text(DeadLetter letter) {
    StringBuilder text = new StringBuilder(Excerpt.of(letter.key(), 400));
    line(text, "reason", letter.reason() + ": " + Excerpt.of(letter.error(), VALUE_SHOWN));
    if (letter.pointer() != null) {
      line(text, "pointer", Excerpt.of(letter.pointer()));
    }
    if (letter.service() != null) {
      line(text, "service", Excerpt.of(letter.service()));
    }
    line(text, "status", DeadLetterFilter.statusOf(letter));
    line(text, "attempts", Integer.toString(letter.attempts()));
    if (letter.firstFailure() != null) {
      line(text, "first", letter.firstFailure().toString());
    }
    line(text, "given up", letter.failedAt().toString());
    line(text, "redriven", letter.redrives() + (letter.redrives() == 1 ? " time" : " times"));
    line(text, "origin", Excerpt.of(letter.origin().toString(), 400));
    line(text, "value", value(letter));
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String content) {
    text.append("\n  ").append("%-9s".formatted(name)).append(' ').append(content);
  }

  private static String value(DeadLetter letter) {
    return switch (letter.value()) {
      case ORIGINAL ->
          Excerpt.of(new String(letter.valueBytes(), StandardCharsets.UTF_8), VALUE_SHOWN);
      case NULL -> "(the record had none)";
      case TOO_LARGE -> "(left out for its size)";
    };
  }
}
