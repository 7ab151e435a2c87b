package io.deploycast.schema.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;

/**
 * What nearly every template calls. {@code select} and {@code map} mean what they mean in jq, whose
 * own library writes them in jq, at several times the cost.
 */
final class TreeFunctions {
  private TreeFunctions() {}

  /** {@code select(f)}: the input, as often as {@code f} gives something true. */
  static final class Select implements Function {
    @Override
    public void apply(
        Scope scope,
        List<Expression> args,
        JsonNode in,
        Path path,
        PathOutput output,
        Version version)
        throws JsonQueryException {
      args.get(0)
          .apply(
              scope,
              in,
              chosen -> {
                if (isTrue(chosen)) {
                  output.emit(in, path);
                }
              });
    }

    private static boolean isTrue(JsonNode value) {
      return value.isBoolean() ? value.booleanValue() : !value.isNull();
    }
  }

  /** {@code map(f)}: what {@code f} gives for each item of an array or value of an object. */
  static final class MapItems implements Function {
    @Override
    public void apply(
        Scope scope,
        List<Expression> args,
        JsonNode in,
        Path path,
        PathOutput output,
        Version version)
        throws JsonQueryException {
      if (!in.isContainerNode()) {
        throw new JsonQueryException(
            "Cannot iterate over " + in.getNodeType().name().toLowerCase(Locale.ROOT));
      }
      ArrayNode items = JsonNodeFactory.instance.arrayNode();
      for (JsonNode item : in) {
        Evaluation.step();
        args.get(0).apply(scope, item, items::add);
      }
      output.emit(items, null);
    }
  }

  /** {@code given}: an object without what is null in it. */
  static final class Given implements Function {
    @Override
    public void apply(
        Scope scope,
        List<Expression> args,
        JsonNode in,
        Path path,
        PathOutput output,
        Version version)
        throws JsonQueryException {
      if (!in.isObject()) {
        throw new JsonQueryException("given takes an object, was given " + in.getNodeType());
      }
      ObjectNode given = JsonNodeFactory.instance.objectNode();
      in.properties()
          .forEach(
              property -> {
                if (!property.getValue().isNull()) {
                  given.set(property.getKey(), property.getValue());
                }
              });
      output.emit(given, null);
    }
  }
}
