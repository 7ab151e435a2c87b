package io.deploycast.app.target;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.schema.EventJson;
import io.deploycast.schema.jq.TemplateException;
import java.util.Map;
import java.util.StringJoiner;

/** How the value that a body's template gives becomes the text that is sent. */
public enum BodyEncoding {
  /** The value as JSON. */
  JSON {
    @Override
    String encode(JsonNode value) throws TemplateException {
      try {
        return EventJson.mapper().writeValueAsString(value);
      } catch (JsonProcessingException e) {
        // Nested deeper than anything that reads it would follow.
        throw new TemplateException("the body is no JSON that others can read");
      }
    }
  },
  /** An object of texts as a form, {@code a=1&b=2}; nulls are left out. */
  FORM {
    @Override
    String encode(JsonNode value) throws TemplateException {
      if (!value.isObject()) {
        throw new TemplateException("a form must be an object, was " + value.getNodeType());
      }
      StringJoiner form = new StringJoiner("&");
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        if (field.getValue().isContainerNode()) {
          throw new TemplateException("a field of a form must be a text or a number");
        }
        if (!field.getValue().isNull()) {
          String text = PercentEncoding.urlPart(field.getValue().asText());
          form.add(PercentEncoding.urlPart(field.getKey()) + "=" + text);
        }
      }
      return form.toString();
    }
  },
  /** A text as it stands. */
  TEXT {
    @Override
    String encode(JsonNode value) throws TemplateException {
      if (!value.isTextual()) {
        throw new TemplateException("the body must be a text, was " + value.getNodeType());
      }
      return value.textValue();
    }
  };

  abstract String encode(JsonNode value) throws TemplateException;
}
