package io.deploycast.schema.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;

/** The functions that expressions have: jq's own, made safe, and some of ours. */
final class Builtins {
  /** A template is a function of the event: it sees neither this process nor the time of day. */
  private static final Set<String> REMOVED = Set.of("env/0", "now/0", "debug/0", "input/0");

  private Builtins() {}

  /** A scope with all of them; never changed afterwards. */
  static Scope scope(Version version) {
    Scope scope = Scope.newEmptyScope();
    Map<String, Function> functions =
        BuiltinFunctionLoader.getInstance().listFunctions(version, scope);
    REMOVED.forEach(functions::remove);
    functions.put("_match_impl/3", new RegexFunctions.Match());
    functions.put("_sub_impl/3", new RegexFunctions.Substitute());
    functions.put("cut/1", new CutFunction(TextCut::units));
    functions.put("cut_bytes/1", new CutFunction(TextCut::bytes));
    functions.forEach((name, function) -> scope.addFunction(name, new Counted(function)));
    return scope;
  }

  /** Counts a call, and each value that comes of it: {@code range} gives as many as it likes. */
  private record Counted(Function function) implements Function {
    @Override
    public void apply(
        Scope scope,
        List<Expression> args,
        JsonNode in,
        Path path,
        PathOutput output,
        Version version)
        throws JsonQueryException {
      Steps.count();
      function.apply(
          scope,
          args,
          in,
          path,
          (value, at) -> {
            Steps.count();
            output.emit(value, at);
          },
          version);
    }
  }

  /** How a text is cut to a size. */
  private interface Cut {
    String cut(String text, int most);
  }

  /** {@code cut(n)}: a text of at most that size, null where there is none. */
  private record CutFunction(Cut cut) implements Function {
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
                } else if (in.isTextual() && most.isInt() && most.intValue() > 0) {
                  output.emit(TextNode.valueOf(cut.cut(in.textValue(), most.intValue())), null);
                } else {
                  throw new JsonQueryException(
                      "cut takes a text and a positive number, was given "
                          + in.getNodeType()
                          + " and "
                          + most);
                }
              });
    }
  }
}
