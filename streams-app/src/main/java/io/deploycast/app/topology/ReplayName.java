package io.deploycast.app.topology;

import io.deploycast.schema.Excerpt;
import java.util.regex.Pattern;

/**
 * The name of a replay; part of its group's and topics' names, and what it is resumed by.
 *
 * @param text 1 to 20 characters of a-z 0-9 -, not beginning or ending with a dash
 */
public record ReplayName(String text) {
  private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,18}[a-z0-9])?");

  public ReplayName {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "must be 1 to 20 characters of a-z 0-9 - with no dash at its ends, was '"
              + Excerpt.of(text)
              + "'");
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
