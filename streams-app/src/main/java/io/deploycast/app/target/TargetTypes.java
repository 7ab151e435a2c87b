package io.deploycast.app.target;

import io.deploycast.app.config.ParameterFormat;
import io.deploycast.app.config.ParameterSpec;
import io.deploycast.app.config.ParameterValue;
import io.deploycast.app.config.TargetConfig;
import io.deploycast.app.config.TargetTypeCatalog;
import io.deploycast.app.http.SecretMask;
import io.deploycast.schema.jq.JqTemplate;
import io.deploycast.schema.jq.TemplateException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The target types there are: those that are shipped, and the user's own. Immutable. */
public final class TargetTypes implements TargetTypeCatalog {
  /** Lies beside the shipped types, and shows where they are. */
  private static final String SCHEMA = "/targets/target-type.v1.json";

  private static final int MAX_ERROR = 300;

  private final SortedMap<String, TargetType> types;
  private final List<String> problems;

  private TargetTypes(SortedMap<String, TargetType> types, List<String> problems) {
    this.types = types;
    this.problems = List.copyOf(problems);
  }

  /** The shipped types alone. */
  public static TargetTypes shipped() {
    SortedMap<String, TargetType> types = new TreeMap<>();
    List<String> problems = new ArrayList<>();
    withShippedDirectory(directory -> read(directory, false, types, problems));
    if (!problems.isEmpty()) {
      throw new IllegalStateException("a shipped target type is broken: " + problems);
    }
    return new TargetTypes(types, problems);
  }

  /**
   * The shipped types, and those in a directory {@code targets} beside the configuration file. What
   * is wrong with the latter becomes a problem of the configuration.
   */
  public static TargetTypes beside(Path configFile) {
    SortedMap<String, TargetType> types = new TreeMap<>(shipped().types);
    List<String> problems = new ArrayList<>();
    Path directory = configFile.toAbsolutePath().resolveSibling("targets");
    if (Files.isDirectory(directory)) {
      read(directory, true, types, problems);
    }
    return new TargetTypes(types, problems);
  }

  public Optional<TargetType> find(String name) {
    return Optional.ofNullable(types.get(name));
  }

  @Override
  public SortedSet<String> names() {
    return new TreeSet<>(types.keySet());
  }

  @Override
  public Optional<List<ParameterSpec>> parameters(String type) {
    return find(type).map(TargetType::parameters);
  }

  @Override
  public List<String> problems() {
    return problems;
  }

  @Override
  public List<Finding> check(TargetConfig target) {
    TargetType type = find(target.type()).orElseThrow();
    TemplateVariables variables = new TemplateVariables(target.parameters());
    SecretMask mask = CompiledTarget.mask(target);
    List<Finding> findings = new ArrayList<>();
    try {
      EventFilter.compile(CompiledTarget.when(type, target), variables, mask);
    } catch (TemplateException e) {
      findings.add(new Finding("when", "must be jq: " + words(mask, e)));
    }
    type.parameters().forEach(spec -> findings.addAll(check(spec, target, mask)));
    if (!findings.isEmpty()) {
      return findings;
    }
    try {
      CompiledTarget.steps(type, target, variables);
    } catch (TemplateException e) {
      findings.add(new Finding("type", "cannot be called: " + words(mask, e)));
    }
    return findings;
  }

  /** Parameters that hold jq. */
  private static List<Finding> check(ParameterSpec spec, TargetConfig target, SecretMask mask) {
    if (!(target.parameters().get(spec.name()) instanceof ParameterValue.Text value)) {
      return List.of();
    }
    try {
      if (spec.format() == ParameterFormat.JQ) {
        JqTemplate.compile(value.text());
      } else if (spec.format() == ParameterFormat.URL_TEMPLATE) {
        UrlTemplate.compile(value.text());
      }
      return List.of();
    } catch (TemplateException e) {
      return List.of(new Finding(spec.name(), "must be jq: " + words(mask, e)));
    }
  }

  private static String words(SecretMask mask, TemplateException e) {
    return mask.excerpt(String.valueOf(e.getMessage()), MAX_ERROR);
  }

  private static void read(
      Path directory, boolean own, Map<String, TargetType> types, List<String> problems) {
    TypeFileReader reader = new TypeFileReader();
    for (Path file : yamlFiles(directory, problems)) {
      List<String> found = new ArrayList<>();
      Optional<TargetType> type = reader.read(file, found);
      if (type.isPresent() && own && types.containsKey(type.get().name())) {
        found.add("name must be new, '" + type.get().name() + "' is a shipped type");
      } else if (found.isEmpty()) {
        type.ifPresent(t -> types.put(t.name(), t));
      }
      found.forEach(problem -> problems.add(file + ": " + problem));
    }
  }

  private static List<Path> yamlFiles(Path directory, List<String> problems) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      problems.add(directory + ": must be readable, is not for this user");
      return List.of();
    }
  }

  /** The directory is one of a file system as long as classes are not packed into a jar. */
  private static void withShippedDirectory(Consumer<Path> reader) {
    try {
      URI schema = Objects.requireNonNull(TargetTypes.class.getResource(SCHEMA)).toURI();
      if (!schema.getScheme().equals("jar")) {
        reader.accept(Path.of(schema).resolveSibling(""));
        return;
      }
      try (FileSystem jar = FileSystems.newFileSystem(schema, Map.of())) {
        reader.accept(jar.getPath(SCHEMA).resolveSibling(""));
      }
    } catch (URISyntaxException | IOException e) {
      throw new IllegalStateException(SCHEMA + " must be readable from the class path", e);
    }
  }
}
