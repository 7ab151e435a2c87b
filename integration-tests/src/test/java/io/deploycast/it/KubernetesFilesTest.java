package io.deploycast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.app.config.AppConfig;
import io.deploycast.app.config.TargetConfig;
import io.deploycast.schema.topic.TopicPlan;
import io.deploycast.schema.topic.TopicSpec;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Kubernetes manifests, read strictly, fit each other and the code. */
class KubernetesFilesTest {
  private static final Map<String, String> LABELS = Map.of("app.kubernetes.io/name", "deploycast");

  @TempDir private Path folder;
  private final StatefulSet set = DeployFiles.manifest(StatefulSet.class);
  private final PodSpec pod = set.getSpec().getTemplate().getSpec();
  private final Container container = pod.getContainers().get(0);

  private AppConfig config() {
    return new ConfiguredPods(folder).config();
  }

  @Test
  void giveTheServiceAConfigurationThatItTakes() {
    AppConfig config = config();
    assertThat(config.instanceId()).isEqualTo("deploycast-0");
    assertThat(config.health().port())
        .isEqualTo(container.getPorts().get(0).getContainerPort().intValue());
    assertThat(config.createTopics()).isFalse();
    assertThat(container.getArgs())
        .isEqualTo(DeployFiles.instruction("streams-app/Dockerfile", "CMD"));
    assertThat(container.getEnv()).extracting("name").contains("POD_NAME");
  }

  @Test
  void mountWhatTheConfigurationRefersTo() {
    String yaml = DeployFiles.manifest(ConfigMap.class).getData().get("deploycast.yaml");
    List<String> paths =
        container.getVolumeMounts().stream().map(VolumeMount::getMountPath).toList();
    assertThat(ConfiguredPods.referredFiles(yaml)).hasSize(4);
    for (String file : ConfiguredPods.referredFiles(yaml)) {
      assertThat(paths).contains(Path.of(file).getParent().toString());
    }
    assertThat(Path.of(container.getArgs().get(2)).getParent().toString()).isIn(paths);
    assertThat(DeployFiles.manifest(Secret.class).getStringData())
        .containsOnlyKeys("grafana-token", "audit-secret");
    assertThat(pod.getVolumes())
        .extracting("name")
        .containsExactlyInAnyOrderElementsOf(
            container.getVolumeMounts().stream().map(VolumeMount::getName).toList());
  }

  @Test
  void leaveTimeForACleanStopAndProbeWhatIsServed() {
    Duration longest =
        config().targets().stream()
            .map(TargetConfig::timeout)
            .max(Duration::compareTo)
            .orElseThrow();
    assertThat(Duration.ofSeconds(pod.getTerminationGracePeriodSeconds()))
        .isGreaterThan(longest.plusSeconds(6));
    assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/health/live");
    assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/health/ready");
    assertThat(set.getSpec().getTemplate().getMetadata().getAnnotations())
        .containsEntry("prometheus.io/port", Integer.toString(config().health().port()));
  }

  @Test
  void runWithoutRightsThatNobodyNeeds() {
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(DeployFiles.text("streams-app/Dockerfile"))
        .contains("USER " + pod.getSecurityContext().getRunAsUser() + ":");
    assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
  }

  @Test
  void selectThePodsOfTheSet() {
    assertThat(set.getSpec().getTemplate().getMetadata().getLabels()).isEqualTo(LABELS);
    assertThat(set.getSpec().getSelector().getMatchLabels()).isEqualTo(LABELS);
    Service service = DeployFiles.manifest(Service.class);
    assertThat(service.getSpec().getSelector()).isEqualTo(LABELS);
    assertThat(service.getMetadata().getName()).isEqualTo(set.getSpec().getServiceName());
    assertThat(
            DeployFiles.manifest(PodDisruptionBudget.class)
                .getSpec()
                .getSelector()
                .getMatchLabels())
        .isEqualTo(LABELS);
    NetworkPolicy policy = DeployFiles.manifest(NetworkPolicy.class);
    assertThat(policy.getSpec().getPodSelector().getMatchLabels()).isEqualTo(LABELS);
    assertThat(policy.getSpec().getIngress().get(0).getPorts().get(0).getPort().getIntVal())
        .isEqualTo(config().health().port());
  }

  @Test
  void makeTheTopicsThatTheServiceNeeds() {
    AppConfig config = config();
    TopicPlan plan = new TopicPlan(config.topics(), config.topicSettings());
    List<TopicSpec> needed = new ArrayList<>(plan.shared());
    config.targets().forEach(it -> needed.addAll(plan.of(it.name(), it.retry().delays())));
    assertThat(ConfiguredPods.topics()).containsExactlyInAnyOrderElementsOf(needed);
    for (JsonNode topic : DeployFiles.manifests("KafkaTopic")) {
      assertThat(topic.at("/metadata/labels/strimzi.io~1cluster").asText()).isEqualTo("deploycast");
    }
  }

  @Test
  void grantRightsToTheUserWhoseSecretIsMounted() {
    Map<String, Integer> rights = new TreeMap<>();
    ConfiguredPods.acls().forEach(acl -> rights.merge(acl.entry().principal(), 1, Integer::sum));
    assertThat(rights).containsOnlyKeys("User:deploycast-ci", "User:deploycast-service");
    assertThat(pod.getVolumes())
        .filteredOn(volume -> volume.getName().equals("kafka-user"))
        .singleElement()
        .extracting(volume -> volume.getSecret().getSecretName())
        .isEqualTo("deploycast-service");
  }
}
