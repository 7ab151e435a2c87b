package io.deploycast.schema.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;

/**
 * What {@code test}, {@code match}, {@code sub} and their like are made of, on RE2: linear in time,
 * whatever the expression and the text. Look-around and back references are not there.
 */
final class RegexFunctions {
  private RegexFunctions() {}

  /** {@code _match_impl(regex; flags; test)}: the matches as jq shows them, or whether any. */
  static final class Match implements Function {
    @Override
    public void apply(
        Scope scope,
        List<Expression> args,
        JsonNode in,
        Path path,
        PathOutput output,
        Version version)
        throws JsonQueryException {
      String text = text(in);
      args.get(2)
          .apply(
              scope,
              in,
              test ->
                  args.get(1)
                      .apply(
                          scope,
                          in,
                          flags ->
                              args.get(0)
                                  .apply(
                                      scope,
                                      in,
                                      regex -> {
                                        Regex compiled = Regex.compile(regex, flags);
                                        output.emit(
                                            test.asBoolean()
                                                ? BooleanNode.valueOf(compiled.isIn(text))
                                                : compiled.matches(text),
                                            null);
                                      })));
    }
  }

  /** {@code test(regex)}, of which jq's own makes a cascade; an array has flags beside it. */
  static final class Test implements Function {
    @Override
    public void apply(
        Scope scope,
        List<Expression> args,
        JsonNode in,
        Path path,
        PathOutput output,
        Version version)
        throws JsonQueryException {
      String text = text(in);
      args.get(0)
          .apply(
              scope,
              in,
              regex -> {
                Regex compiled =
                    regex.isArray()
                        ? Regex.compile(regex.path(0), flags(regex))
                        : Regex.compile(regex, NullNode.getInstance());
                output.emit(BooleanNode.valueOf(compiled.isIn(text)), null);
              });
    }

    private static JsonNode flags(JsonNode regexAndFlags) {
      return regexAndFlags.size() > 1 ? regexAndFlags.get(1) : NullNode.getInstance();
    }
  }

  /** {@code _sub_impl(regex; replacement; flags)}: the text with what matches replaced. */
  static final class Substitute implements Function {
    @Override
    public void apply(
        Scope scope,
        List<Expression> args,
        JsonNode in,
        Path path,
        PathOutput output,
        Version version)
        throws JsonQueryException {
      String text = text(in);
      args.get(0)
          .apply(
              scope,
              in,
              regex ->
                  args.get(2)
                      .apply(
                          scope,
                          in,
                          flags -> {
                            Regex compiled = Regex.compile(regex, flags);
                            output.emit(
                                TextNode.valueOf(compiled.replace(text, args.get(1), scope)), null);
                          }));
    }
  }

  private static String text(JsonNode node) throws JsonQueryException {
    if (!node.isTextual()) {
      throw new JsonQueryException("a text can be matched, not " + node.getNodeType());
    }
    return node.textValue();
  }

  /** A compiled expression and jq's flag {@code g}. */
  private record Regex(Pattern pattern, boolean global) {
    static Regex compile(JsonNode regex, JsonNode flags) throws JsonQueryException {
      String letters = flags.isNull() ? "" : text(flags);
      int options = 0;
      for (int i = 0; i < letters.length(); i++) {
        char letter = letters.charAt(i);
        options |=
            switch (letter) {
              case 'i' -> Pattern.CASE_INSENSITIVE;
              case 'p' -> Pattern.DOTALL;
              case 'l' -> Pattern.LONGEST_MATCH;
              case 'g', 's', 'n' -> 0;
              default -> throw new JsonQueryException("there is no flag '" + letter + "'");
            };
      }
      try {
        return new Regex(Evaluation.pattern(text(regex), options), letters.indexOf('g') >= 0);
      } catch (PatternSyntaxException e) {
        throw new JsonQueryException("must be an RE2 expression: " + e.getDescription());
      }
    }

    boolean isIn(String text) {
      return pattern.matcher(text).find();
    }

    ArrayNode matches(String text) {
      ArrayNode matches = JsonNodeFactory.instance.arrayNode();
      forEach(text, matcher -> matches.add(match(text, matcher)));
      return matches;
    }

    String replace(String text, Expression replacement, Scope scope) throws JsonQueryException {
      List<int[]> places = new ArrayList<>();
      List<ObjectNode> captures = new ArrayList<>();
      forEach(
          text,
          matcher -> {
            places.add(new int[] {matcher.start(), matcher.end()});
            captures.add(captures(matcher));
          });
      StringBuilder out = new StringBuilder();
      int at = 0;
      for (int i = 0; i < places.size(); i++) {
        out.append(text, at, places.get(i)[0]);
        replacement.apply(scope, captures.get(i), value -> out.append(value.asText()));
        at = places.get(i)[1];
      }
      return out.append(text, at, text.length()).toString();
    }

    private void forEach(String text, Consumer<Matcher> use) {
      Matcher matcher = pattern.matcher(text);
      while (matcher.find()) {
        Evaluation.step();
        use.accept(matcher);
        if (!global) {
          return;
        }
      }
    }

    private ObjectNode match(String text, Matcher matcher) {
      ObjectNode match = part(text, matcher, 0);
      ArrayNode captures = match.putArray("captures");
      Map<Integer, String> names = names();
      for (int group = 1; group <= matcher.groupCount(); group++) {
        captures.add(part(text, matcher, group).put("name", names.get(group)));
      }
      return match;
    }

    private ObjectNode captures(Matcher matcher) {
      ObjectNode captures = JsonNodeFactory.instance.objectNode();
      names().forEach((group, name) -> captures.put(name, matcher.group(group)));
      return captures;
    }

    private Map<Integer, String> names() {
      Map<Integer, String> names = new TreeMap<>();
      pattern.namedGroups().forEach((name, group) -> names.put(group, name));
      return names;
    }

    /** jq counts in characters of Unicode. */
    private static ObjectNode part(String text, Matcher matcher, int group) {
      ObjectNode part = JsonNodeFactory.instance.objectNode();
      int start = matcher.start(group);
      if (start < 0) {
        return part.put("offset", -1).put("length", 0).put("string", (String) null);
      }
      int end = matcher.end(group);
      return part.put("offset", text.codePointCount(0, start))
          .put("length", text.codePointCount(start, end))
          .put("string", text.substring(start, end));
    }
  }
}
