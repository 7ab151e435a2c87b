package io.deploycast.app.target;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** A jq expression, compiled once. Thread-safe. */
final class JqTemplate {
  private static final Version VERSION = Versions.JQ_1_7;

  /** A template is a function of the event: it sees neither this process nor the time of day. */
  private static final Set<String> REMOVED = Set.of("env/0", "now/0", "debug/0", "input/0");

  private static final Scope BUILTINS = builtins();

  private final String text;
  private final JsonQuery query;

  private JqTemplate(String text, JsonQuery query) {
    this.text = text;
    this.query = query;
  }

  /**
   * Compiles an expression.
   *
   * @throws TemplateException when it is not jq
   */
  static JqTemplate compile(String text) throws TemplateException {
    try {
      return new JqTemplate(text, JsonQuery.compile(text, VERSION));
    } catch (JsonQueryException e) {
      throw new TemplateException(firstLine(e));
    } catch (StackOverflowError e) {
      throw new TemplateException("is nested too deep");
    }
  }

  /** A scope with jq's functions, to which variables are added. */
  static Scope newScope() {
    return Scope.newChildScope(BUILTINS);
  }

  /**
   * The one value the expression gives.
   *
   * @throws TemplateException when it fails, or gives none or several
   */
  JsonNode evaluate(Scope scope, JsonNode input) throws TemplateException {
    List<JsonNode> values = new ArrayList<>(1);
    try {
      query.apply(scope, input, values::add);
    } catch (JsonQueryException | RuntimeException e) {
      throw new TemplateException("'%s' fails: %s".formatted(text.strip(), firstLine(e)));
    } catch (StackOverflowError e) {
      throw new TemplateException("'%s' recurses without end".formatted(text.strip()));
    }
    if (values.size() != 1) {
      throw new TemplateException(
          "'%s' must give one value, gave %d".formatted(text.strip(), values.size()));
    }
    return values.get(0);
  }

  private static String firstLine(Exception failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  private static Scope builtins() {
    Scope scope = Scope.newEmptyScope();
    Map<String, Function> functions =
        BuiltinFunctionLoader.getInstance().listFunctions(VERSION, scope);
    functions.forEach(
        (name, function) -> {
          if (!REMOVED.contains(name)) {
            scope.addFunction(name, function);
          }
        });
    return scope;
  }
}
