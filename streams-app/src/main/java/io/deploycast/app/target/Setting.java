package io.deploycast.app.target;

import io.deploycast.app.config.ParameterValue;
import java.util.Map;

/**
 * A part of a request that a type's file fixes, or leaves to a parameter of its targets.
 *
 * @param text the part itself, or the parameter's name
 */
public record Setting(String text, boolean isParameter) {
  /** A part as it stands in the file. */
  public static Setting fixed(String text) {
    return new Setting(text, false);
  }

  /** What it is for a target; the parameter has a default or is required. */
  String in(Map<String, ParameterValue> parameters) {
    if (!isParameter) {
      return text;
    }
    if (parameters.get(text) instanceof ParameterValue.Text value) {
      return value.text();
    }
    throw new IllegalArgumentException("parameter '" + text + "' must have a text");
  }
}
