package io.deploycast.it;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.app.config.AppConfig;
import io.deploycast.app.config.ConfigLoader;
import io.deploycast.app.config.LoadResult;
import io.deploycast.app.target.TargetTypes;
import io.deploycast.schema.topic.TopicSpec;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What the Kubernetes manifests configure, without Kubernetes: mounted secrets are files in a
 * folder, Strimzi's topics and users are what a client of Kafka creates.
 */
record ConfiguredPods(Path folder) {
  static final Map<String, String> ENVIRONMENT = Map.of("POD_NAME", "deploycast-0");
  private static final String MOUNTED = "/run/secrets";
  private static final Pattern REFERRED = Pattern.compile("\\$\\{dir:([^:}]+):([^}]+)}");

  /** The configuration as the pod sees it, its secrets below the folder. */
  String yaml() {
    try {
      for (var secret : DeployFiles.manifest(Secret.class).getStringData().entrySet()) {
        write(MOUNTED + "/deploycast/" + secret.getKey(), secret.getValue());
      }
      write(
          MOUNTED + "/deploycast-user/sasl.jaas.config",
          "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return DeployFiles.manifest(ConfigMap.class)
        .getData()
        .get("deploycast.yaml")
        .replace(MOUNTED, folder.toString());
  }

  private void write(String mounted, String text) throws IOException {
    Path file = folder.resolve(mounted.substring(MOUNTED.length() + 1));
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  AppConfig config() {
    try {
      Path file = Files.writeString(folder.resolve("deploycast.yaml"), yaml());
      LoadResult result = new ConfigLoader(TargetTypes.shipped(), ENVIRONMENT).load(file);
      if (result instanceof LoadResult.Loaded loaded) {
        return loaded.config();
      }
      throw new AssertionError(result);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files of mounted secrets that a configuration refers to, the truststore among them. */
  static List<String> referredFiles(String yaml) {
    List<String> files = new ArrayList<>();
    REFERRED.matcher(yaml).results().forEach(it -> files.add(it.group(1) + "/" + it.group(2)));
    Pattern.compile("location: (\\S+)")
        .matcher(yaml)
        .results()
        .forEach(it -> files.add(it.group(1)));
    return files;
  }

  /** What Strimzi's topic operator would create. */
  static List<TopicSpec> topics() {
    List<TopicSpec> topics = new ArrayList<>();
    for (JsonNode topic : DeployFiles.manifests("KafkaTopic")) {
      JsonNode spec = topic.path("spec");
      Map<String, String> configs = new HashMap<>();
      spec.path("config")
          .fields()
          .forEachRemaining(it -> configs.put(it.getKey(), it.getValue().asText()));
      topics.add(
          new TopicSpec(
              topic.at("/metadata/name").asText(),
              spec.path("partitions").asInt(),
              (short) spec.path("replicas").asInt(),
              configs));
    }
    return topics;
  }

  /** What Strimzi's user operator would allow. */
  static List<AclBinding> acls() {
    List<AclBinding> acls = new ArrayList<>();
    for (JsonNode user : DeployFiles.manifests("KafkaUser")) {
      String principal = "User:" + user.at("/metadata/name").asText();
      for (JsonNode acl : user.at("/spec/authorization/acls")) {
        for (JsonNode operation : acl.path("operations")) {
          acls.add(
              new AclBinding(
                  resource(acl.path("resource")),
                  new AccessControlEntry(
                      principal, "*", operation(operation.asText()), AclPermissionType.ALLOW)));
        }
      }
    }
    return acls;
  }

  private static ResourcePattern resource(JsonNode resource) {
    return new ResourcePattern(
        ResourceType.valueOf(resource.path("type").asText().toUpperCase(Locale.ROOT)),
        resource.path("name").asText(),
        resource.path("patternType").asText().equals("prefix")
            ? PatternType.PREFIXED
            : PatternType.LITERAL);
  }

  /** {@code DescribeConfigs} in the manifest is {@code DESCRIBE_CONFIGS} here. */
  private static AclOperation operation(String text) {
    return AclOperation.valueOf(
        text.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT));
  }
}
