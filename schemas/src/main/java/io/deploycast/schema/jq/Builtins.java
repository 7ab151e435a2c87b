package io.deploycast.schema.jq;

import com.fasterxml.jackson.databind.JsonNode;
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

  /** None of them gives more than it was given. */
  private static final Map<String, Function> OURS =
      Map.of(
          "test/1", new RegexFunctions.Test(),
          "select/1", new TreeFunctions.Select(),
          "map/1", new TreeFunctions.MapItems(),
          "given/0", new TreeFunctions.Given(),
          "cut/1", new TextFunctions.Cut(TextCut.UNITS),
          "cut/2", new TextFunctions.Cut(TextCut.UNITS),
          "cut_bytes/1", new TextFunctions.Cut(TextCut.BYTES),
          "cut_bytes/2", new TextFunctions.Cut(TextCut.BYTES),
          "replace/1", new TextFunctions.Replace());

  private Builtins() {}

  /** A scope with all of them; never changed afterwards. */
  static Scope scope(Version version) {
    Scope scope = Scope.newEmptyScope();
    Map<String, Function> functions =
        BuiltinFunctionLoader.getInstance().listFunctions(version, scope);
    REMOVED.forEach(functions::remove);
    functions.put("_match_impl/3", new RegexFunctions.Match());
    functions.put("_sub_impl/3", new RegexFunctions.Substitute());
    functions.forEach((name, function) -> scope.addFunction(name, new Counted(function)));
    OURS.forEach((name, function) -> scope.addFunction(name, new CountedCall(function)));
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
      Evaluation.step();
      function.apply(
          scope,
          args,
          in,
          path,
          (value, at) -> {
            Evaluation.step();
            output.emit(value, at);
          },
          version);
    }
  }

  /** Counts a call, of whose values there are no more than of its arguments. */
  private record CountedCall(Function function) implements Function {
    @Override
    public void apply(
        Scope scope,
        List<Expression> args,
        JsonNode in,
        Path path,
        PathOutput output,
        Version version)
        throws JsonQueryException {
      Evaluation.step();
      function.apply(scope, args, in, path, output, version);
    }
  }
}
