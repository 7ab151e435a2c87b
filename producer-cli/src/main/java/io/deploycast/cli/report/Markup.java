package io.deploycast.cli.report;

import io.deploycast.cli.output.SafeText;
import java.util.Locale;

/**
 * Builds HTML in which foreign text is only ever text. Not thread-safe.
 *
 * <p>Markup comes from constants of this program; everything else goes through {@link #text}.
 */
final class Markup {
  private final StringBuilder html = new StringBuilder(64 * 1024);

  /** Markup as it stands; {@code %s} take numbers and words of this program. */
  Markup raw(String markup, Object... own) {
    html.append(own.length == 0 ? markup : String.format(Locale.ROOT, markup, own));
    return this;
  }

  /** Text from anywhere, as an element's content or between an attribute's double quotes. */
  Markup text(String text) {
    String visible = SafeText.of(text);
    for (int i = 0; i < visible.length(); i++) {
      char c = visible.charAt(i);
      switch (c) {
        case '&' -> html.append("&amp;");
        case '<' -> html.append("&lt;");
        case '>' -> html.append("&gt;");
        case '"' -> html.append("&quot;");
        case '\'' -> html.append("&#39;");
        default -> html.append(c);
      }
    }
    return this;
  }

  /** An element with nothing but text in it. */
  Markup element(String name, String text) {
    return raw("<" + name + ">").text(text).raw("</" + name.split(" ", 2)[0] + ">\n");
  }

  @Override
  public String toString() {
    return html.toString();
  }
}
