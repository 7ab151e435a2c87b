package io.deploycast.app;

import io.deploycast.app.config.ParameterSpec;
import io.deploycast.app.target.StepSpec;
import io.deploycast.app.target.TargetType;
import io.deploycast.app.target.TargetTypes;
import io.deploycast.schema.topic.DurationText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one target type. */
@Command(
    name = "show",
    description = "Shows a target type: what a target of it takes and what it sends.",
    mixinStandardHelpOptions = true)
final class ShowTypeCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "Name of the type.")
  private String name;

  @Override
  public void run() {
    TargetTypes types = ((TypesCommand) spec.parent().userObject()).types();
    TargetType type =
        types
            .find(name)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "a type must be one of %s, was '%s'"
                            .formatted(String.join(", ", types.names()), name)));
    PrintWriter out = spec.commandLine().getOut();
    out.println(type.name() + ": " + type.title());
    if (type.experimental()) {
      out.println("experimental: some facts were never verified on the product");
    }
    out.println("documentation: " + type.doc());
    out.println("source of its facts: " + type.source());
    type.maxAge().ifPresent(age -> out.println("oldest event: " + DurationText.format(age)));
    out.println("events by default: " + (type.when() == null ? "all" : type.when()));
    out.println("parameters:");
    type.parameters().forEach(parameter -> out.println("  " + line(parameter)));
    out.println("requests:");
    type.steps().forEach(step -> print(step, out));
  }

  private static String line(ParameterSpec parameter) {
    List<String> traits = new ArrayList<>();
    if (parameter.required()) {
      traits.add("required");
    }
    if (parameter.secret()) {
      traits.add("secret");
    }
    if (parameter.list()) {
      traits.add("list");
    }
    if (parameter.defaultText() != null) {
      traits.add("default " + parameter.defaultText());
    }
    String brackets = traits.isEmpty() ? "" : " (" + String.join(", ", traits) + ")";
    return parameter.name() + brackets + ": " + parameter.description();
  }

  private static void print(StepSpec step, PrintWriter out) {
    String method =
        step.method().isParameter() ? "$param." + step.method().text() : step.method().text();
    String url = step.url().isParameter() ? "$param." + step.url().text() : step.url().text();
    out.println("  " + step.name() + ": " + method + " " + url);
    if (step.lookUp() != null) {
      out.println("    before a repetition in doubt: GET " + step.lookUp().url());
    }
    String body = step.body().isParameter() ? "$param." + step.body().text() : step.body().text();
    body.stripTrailing().lines().forEach(line -> out.println("    " + line));
  }
}
