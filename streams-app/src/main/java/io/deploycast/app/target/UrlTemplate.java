package io.deploycast.app.target;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.schema.jq.JqTemplate;
import io.deploycast.schema.jq.TemplateException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import net.thisptr.jackson.jq.Scope;
import org.jspecify.annotations.Nullable;

/**
 * An address with jq in braces, such as {@code {$param.url}/releases/{.release}/deploys}. An
 * expression at the very beginning is the configured address and stands as it is; every other one
 * becomes one part of a path or query, percent-encoded, whatever it holds.
 */
final class UrlTemplate {
  /** What encoding leaves as it is, though it would lead elsewhere in a path. */
  private static final Pattern DOTS = Pattern.compile("\\.{0,2}");

  /** Text as it stands, or an expression. */
  private sealed interface Piece {
    record Literal(String text) implements Piece {}

    /**
     * @param address whether its value stands as it is
     * @param continued whether more comes after an address, beginning with the slash that the
     *     address may or may not end with
     */
    record Expression(JqTemplate jq, boolean address, boolean continued) implements Piece {}
  }

  private final List<Piece> pieces;

  /** Most addresses are the same for every event; to read one again costs as much as a template. */
  private volatile @Nullable Known last;

  private record Known(String text, URI uri) {}

  private UrlTemplate(List<Piece> pieces) {
    this.pieces = pieces;
  }

  static UrlTemplate compile(String text) throws TemplateException {
    List<Piece> pieces = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int open = text.indexOf('{', at);
      if (open != at) {
        int end = open < 0 ? text.length() : open;
        pieces.add(new Piece.Literal(text.substring(at, end)));
        at = end;
      } else {
        int close = closing(text, open);
        JqTemplate jq = JqTemplate.compile(text.substring(open + 1, close));
        pieces.add(new Piece.Expression(jq, open == 0, open == 0 && close + 1 < text.length()));
        at = close + 1;
      }
    }
    return new UrlTemplate(List.copyOf(pieces));
  }

  URI render(Scope scope, JsonNode event) throws TemplateException {
    StringBuilder url = new StringBuilder();
    for (Piece piece : pieces) {
      if (piece instanceof Piece.Literal literal) {
        url.append(literal.text);
      } else if (piece instanceof Piece.Expression expression) {
        url.append(part(expression, scope, event));
      }
    }
    return uri(url.toString());
  }

  private URI uri(String text) throws TemplateException {
    Known known = last;
    if (known != null && known.text.equals(text)) {
      return known.uri;
    }
    try {
      URI uri = new URI(text);
      last = new Known(text, uri);
      return uri;
    } catch (URISyntaxException e) {
      throw new TemplateException("the address of the request is not a URL");
    }
  }

  private static String part(Piece.Expression expression, Scope scope, JsonNode event)
      throws TemplateException {
    JsonNode value = expression.jq.evaluate(scope, event);
    if (!value.isTextual() && !value.isNumber()) {
      throw new TemplateException(
          "a part of the address must be a text or a number, was " + value.getNodeType());
    }
    String text = value.asText();
    if (expression.address) {
      return expression.continued && text.endsWith("/")
          ? text.substring(0, text.length() - 1)
          : text;
    }
    if (DOTS.matcher(text).matches()) {
      throw new TemplateException("a part of the address must not be empty, '.' or '..'");
    }
    return PercentEncoding.urlPart(text);
  }

  private static int closing(String text, int open) throws TemplateException {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    throw new TemplateException("an expression in braces does not end");
  }
}
