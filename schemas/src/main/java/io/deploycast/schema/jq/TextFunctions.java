package io.deploycast.schema.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;

/** What jq lacks to fit a text into what a product takes. A null stays one. */
final class TextFunctions {
  private TextFunctions() {}

  /**
   * {@code cut(n)}: a text of at most that size; {@code cut(n; table)}: the same with the table's
   * parts exchanged, each of them whole or not there.
   */
  record Cut(TextCut how) implements Function {
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
              most -> {
                if (in.isNull()) {
                  output.emit(in, null);
                } else if (args.size() == 1) {
                  emit(output, how.cut(text(in), size(most)));
                } else {
                  args.get(1)
                      .apply(
                          scope,
                          in,
                          table ->
                              emit(
                                  output,
                                  how.cut(text(in), size(most), Evaluation.exchange(table))));
                }
              });
    }

    private static int size(JsonNode most) throws JsonQueryException {
      if (!most.isInt() || most.intValue() <= 0) {
        throw new JsonQueryException("cut takes a positive number, was given " + most);
      }
      return most.intValue();
    }
  }

  /** {@code replace(table)}: a text with the table's parts exchanged. */
  static final class Replace implements Function {
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
              table -> {
                if (in.isNull()) {
                  output.emit(in, null);
                } else {
                  emit(output, Evaluation.exchange(table).all(text(in)));
                }
              });
    }
  }

  private static String text(JsonNode in) throws JsonQueryException {
    if (!in.isTextual()) {
      throw new JsonQueryException("a text can be cut, not " + in.getNodeType());
    }
    return in.textValue();
  }

  private static void emit(PathOutput output, String text) throws JsonQueryException {
    output.emit(TextNode.valueOf(text), null);
  }
}
