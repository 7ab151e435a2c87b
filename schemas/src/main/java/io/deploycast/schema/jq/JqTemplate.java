package io.deploycast.schema.jq;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.schema.Excerpt;
import java.util.ArrayList;
import java.util.List;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * A jq expression, compiled once. An evaluation ends after so many steps, whatever it does.
 * Thread-safe.
 */
public final class JqTemplate {
  private static final Version VERSION = Versions.JQ_1_7;

  /** Enough of an expression to find it by; the reason that comes after it matters more. */
  private static final int SHOWN = 60;

  private static final Scope BUILTINS = Builtins.scope(VERSION);

  private final String text;
  private final JsonQuery query;
  private final RegexCache regexes = new RegexCache();

  private JqTemplate(String text, JsonQuery query) {
    this.text = text;
    this.query = query;
  }

  /**
   * Compiles an expression.
   *
   * @throws TemplateException when it is not jq
   */
  public static JqTemplate compile(String text) throws TemplateException {
    try {
      return new JqTemplate(text, JsonQuery.compile(text, VERSION));
    } catch (JsonQueryException e) {
      throw new TemplateException(firstLine(e));
    } catch (StackOverflowError e) {
      throw new TemplateException("is nested too deep");
    }
  }

  /** A scope with jq's functions, to which variables are added. */
  public static Scope newScope() {
    return Scope.newChildScope(BUILTINS);
  }

  /**
   * The one value the expression gives.
   *
   * @throws TemplateException when it fails, or gives none or several
   */
  public JsonNode evaluate(Scope scope, JsonNode input) throws TemplateException {
    List<JsonNode> values = new ArrayList<>(1);
    Evaluation.begin(regexes);
    try {
      query.apply(scope, input, values::add);
    } catch (JsonQueryException | RuntimeException e) {
      throw new TemplateException("%s, in '%s'".formatted(firstLine(e), shown()));
    } catch (StackOverflowError e) {
      throw new TemplateException("'%s' recurses without end".formatted(shown()));
    } finally {
      Evaluation.end();
    }
    if (values.size() != 1) {
      throw new TemplateException(
          "'%s' must give one value, gave %d".formatted(shown(), values.size()));
    }
    return values.get(0);
  }

  /**
   * What a filter says of an input, without variables.
   *
   * @throws TemplateException when it fails, or gives anything but true or false
   */
  public boolean test(JsonNode input) throws TemplateException {
    return test(BUILTINS, input);
  }

  /** The same with the scope's variables. */
  public boolean test(Scope scope, JsonNode input) throws TemplateException {
    JsonNode value = evaluate(scope, input);
    if (!value.isBoolean()) {
      throw new TemplateException("it must give true or false, gave " + value);
    }
    return value.booleanValue();
  }

  private String shown() {
    return Excerpt.of(text.strip(), SHOWN);
  }

  private static String firstLine(Exception failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }
}
