package io.deploycast.schema.jq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.re2j.Pattern;
import io.deploycast.schema.EventJson;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JqTemplateTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "last(range(1e12))",
        "reduce range(1e12) as $i (0; $i)",
        "[limit(1e9; range(1e12))] | length",
        "[range(1e12; 0; -1)]",
        "def f: 1 + f; f",
        "last(recurse(. + \"\"))",
        "until(false; .)",
        "try last(range(1e12)) catch 1"
      })
  @Timeout(10)
  void endsWhateverAnExpressionDoes(String expression) throws Exception {
    JqTemplate template = JqTemplate.compile(expression);
    assertThatThrownBy(() -> template.evaluate(JqTemplate.newScope(), TextNode.valueOf("a")))
        .isInstanceOf(TemplateException.class)
        .hasMessageMatching(".*(steps|recurses without end).*");
  }

  @Test
  void beginsEveryEvaluationWithAllItsSteps() throws Exception {
    JqTemplate half = JqTemplate.compile("last(range(" + (Evaluation.MOST_STEPS - 10) + "))");
    for (int i = 0; i < 3; i++) {
      assertThat(half.evaluate(JqTemplate.newScope(), TextNode.valueOf("")).isNumber()).isTrue();
    }
  }

  @Test
  void matchesInLinearTimeWhereOthersTakeForEver() throws Exception {
    JqTemplate template = JqTemplate.compile("test(\"(a+)+$\")");
    long start = System.nanoTime();
    assertThat(evaluate(template, "a".repeat(5_000) + "!").booleanValue()).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      textBlock =
          """
          test("B.R"; "i") => "foo bar" => true
          match("(?P<x>a)|(b)"; "g") | .offset => "🚀a" => 1
          match("(?P<x>a)|(b)") | .captures => "🚀a" => [{"offset":1,"length":1,"string":"a","name":"x"},{"offset":-1,"length":0,"string":null,"name":null}]
          [scan("[a-z]+")] => "ab 1 cd" => ["ab","cd"]
          [splits(", *")] => "a, b,c" => ["a","b","c"]
          sub("b+"; "-") => "abbabb" => "a-abb"
          gsub("(?P<l>[a-z])"; "<\\(.l)>") => "a1b" => "<a>1<b>"
          gsub("";"-") => "ab" => "-a-b-"
          capture("(?P<y>\\\\d{4})-(?P<m>\\\\d+)") => "2012-07" => {"y":"2012","m":"07"}
          """)
  void hasTheFunctionsOfRegularExpressions(String expression, String input, String expected)
      throws Exception {
    JsonNode in = EventJson.mapper().readTree(input);
    assertThat(JqTemplate.compile(expression).evaluate(JqTemplate.newScope(), in).toString())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"test(\"(?=a)\")", "test(\"(a)\\\\1\")", "test(\"a\"; \"x\")"})
  void saysWhatARegularExpressionCannotHave(String expression) throws Exception {
    JqTemplate template = JqTemplate.compile(expression);
    assertThatThrownBy(() -> evaluate(template, "a"))
        .isInstanceOf(TemplateException.class)
        .hasMessageMatching("(must be an RE2 expression|there is no flag).*");
  }

  @ParameterizedTest
  @CsvSource({
    "cut(5), abcde, abcde",
    "cut(5), abcdef, abcd…",
    "cut(4), 🚀🚀🚀, 🚀…",
    "cut(3), e\u0301e\u0301e\u0301, e\u0301…",
    "cut(8), 👩‍👩‍👧‍👦x, …",
    "cut(12), 👩‍👩‍👧‍👦xyz, 👩‍👩‍👧‍👦…",
    "cut(6), 🇩🇪🇫🇷, 🇩🇪…",
    "cut_bytes(8), äöüß, äöüß",
    "cut_bytes(8), äöüßa, äö…"
  })
  void cutsBetweenWhatAReaderSeesAsCharacters(String expression, String text, String expected)
      throws Exception {
    assertThat(evaluate(JqTemplate.compile(expression), text).textValue()).isEqualTo(expected);
  }

  @Test
  void keepsCutsWithinTheirSize() throws Exception {
    String text = "a\u0301🚀👩‍👩‍👧‍👦日本".repeat(20);
    for (int most = 1; most <= text.length(); most++) {
      String cut = evaluate(JqTemplate.compile("cut(" + most + ")"), text).textValue();
      assertThat(cut.length()).isLessThanOrEqualTo(most);
      assertThat(cut.isEmpty() || !Character.isHighSurrogate(cut.charAt(cut.length() - 1)))
          .isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      textBlock =
          """
          replace({"&": "&amp;", "<": "&lt;"}) => "a<b & c" => "a&lt;b &amp; c"
          replace({"~": "~~", "\\"": "~\\""}) => "~\\"" => "~~~\\""
          replace({"](": "] ("}) => "[x](y]" => "[x] (y]"
          replace({}) => "a" => "a"
          replace({"a": "b"}) => null => null
          cut(6; {"<": "&lt;"}) => "<<" => "&lt;…"
          cut(5; {"<": "&lt;"}) => "<<" => "&lt;…"
          cut(4; {"<": "&lt;"}) => "<<" => "…"
          cut(8; {"<": "&lt;"}) => "<<" => "&lt;&lt;"
          cut(4; {"<": "&lt;"}) => "🚀🚀🚀" => "🚀…"
          cut_bytes(7; {"](": "]-("}) => "a](b](c" => "a]-(…"
          given => {"a": 1, "b": null, "c": false} => {"a":1,"c":false}
          map(. + 1) => [1, 2] => [2,3]
          map(., 0) => {"a": 1} => [1,0]
          [.[] | select(., true)] => [1, null] => [1,1,null]
          [paths(select(. == 2))] => [1, [2]] => [[1,0]]
          (.[] | select(. == 1)) |= 5 => [1, 2] => [5,2]
          del(.[] | select(. == 1)) => [1, 2] => [2]
          [test(["B", "i"]), test(["B"]), test("b")] => "b" => [true,false,true]
          """)
  void hasTheFunctionsThatFitTextsAndTreesIntoWhatProductsTake(
      String expression, String input, String expected) throws Exception {
    JsonNode in = EventJson.mapper().readTree(input);
    assertThat(JqTemplate.compile(expression).evaluate(JqTemplate.newScope(), in).toString())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "replace(1)",
        "replace({a: 1})",
        "replace({\"\": \"b\"})",
        "cut(0; {})",
        "cut(\"1\")",
        "1 | cut(1)",
        "given",
        "map(.)"
      })
  void saysWhatItsOwnFunctionsCannotTake(String expression) throws Exception {
    JqTemplate template = JqTemplate.compile(expression);
    assertThatThrownBy(() -> evaluate(template, "a")).isInstanceOf(TemplateException.class);
  }

  @Test
  void keepsTheRegularExpressionsOfATemplateButNotAllThatEventsBring() throws Exception {
    RegexCache cache = new RegexCache();
    assertThat(cache.pattern("a+", 0)).isSameAs(cache.pattern("a+", 0));
    assertThat(cache.pattern("a+", 0).flags()).isZero();
    assertThat(cache.pattern("a+", Pattern.CASE_INSENSITIVE).flags()).isNotZero();
    for (int i = 0; i < 100; i++) {
      cache.pattern("b" + i, 0);
    }
    assertThat(cache.pattern("b99", 0)).isNotSameAs(cache.pattern("b99", 0));
    assertThat(cache.pattern("a+", 0)).isSameAs(cache.pattern("a+", 0));
  }

  private static JsonNode evaluate(JqTemplate template, String input) throws TemplateException {
    return template.evaluate(JqTemplate.newScope(), TextNode.valueOf(input));
  }
}
