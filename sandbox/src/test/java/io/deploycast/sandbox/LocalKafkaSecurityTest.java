package io.deploycast.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalKafkaSecurityTest {
  @TempDir private static Path folder;
  private static LocalKafka kafka;

  @BeforeAll
  static void startBroker() throws Exception {
    kafka =
        LocalKafka.inProcess(
            folder,
            LocalKafkaOptions.defaults()
                .withUser("admin", "admin-secret")
                .withUser("ci", "ci-secret"));
    as(kafka.adminProperties()).createTopic();
  }

  @AfterAll
  static void stopBroker() {
    kafka.close();
  }

  @Test
  void refusesAWrongPassword() {
    assertThatThrownBy(() -> as(kafka.clientProperties("ci", "wrong")).send("x"))
        .hasRootCauseInstanceOf(SaslAuthenticationException.class);
  }

  @Test
  void allowsOnlyWhatAnAclSays() throws Exception {
    KafkaRoundTrip ci = as(kafka.clientProperties("ci"));
    assertThatThrownBy(() -> ci.send("too early"))
        .hasRootCauseInstanceOf(TopicAuthorizationException.class);

    grant(AclOperation.WRITE);

    ci.send("granted");
    assertThat(as(kafka.adminProperties()).received()).containsExactly("granted");
    assertThatThrownBy(ci::received).isInstanceOf(TopicAuthorizationException.class);
  }

  @Test
  void knowsOnlyItsOwnUsers() {
    assertThatThrownBy(() -> kafka.clientProperties("nobody"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'nobody'");
  }

  private static KafkaRoundTrip as(Map<String, Object> properties) {
    return new KafkaRoundTrip(properties, "guarded");
  }

  private static void grant(AclOperation operation) throws Exception {
    ResourcePattern topic = new ResourcePattern(ResourceType.TOPIC, "guarded", PatternType.LITERAL);
    AccessControlEntry entry =
        new AccessControlEntry("User:ci", "*", operation, AclPermissionType.ALLOW);
    try (Admin admin = Admin.create(kafka.adminProperties())) {
      admin.createAcls(List.of(new AclBinding(topic, entry))).all().get();
    }
  }
}
