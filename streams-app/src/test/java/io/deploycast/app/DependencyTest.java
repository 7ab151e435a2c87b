package io.deploycast.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;

/** The table of packages, as rules: what each may depend on. */
@AnalyzeClasses(packages = "io.deploycast.app", importOptions = DoNotIncludeTests.class)
final class DependencyTest {
  private static final String KAFKA = "org.apache.kafka..";
  private static final String[] HTTP = {"org.apache.hc..", "java.net.http..", "io.javalin.."};

  @ArchTest
  static final ArchRule KNOWS_ONLY_THE_SCHEMAS_OF_OURS =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.deploycast..")
                  .and(not(resideInAnyPackage("io.deploycast.app..", "io.deploycast.schema.."))));

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLE =
      slices().matching("io.deploycast.app.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule DELIVERY_IS_PURE =
      classes()
          .that()
          .resideInAPackage("io.deploycast.app.delivery..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.deploycast.app.delivery..",
              "io.deploycast.schema..",
              "java.lang..",
              "java.time..",
              "java.util..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule DELIVERY_READS_NO_CLOCK =
      noClasses()
          .that()
          .resideInAPackage("io.deploycast.app.delivery..")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(InstantSource.class, Clock.class);

  @ArchTest
  static final ArchRule FLOW_KNOWS_NO_HTTP_AND_NO_CONFIGURATION =
      noClasses()
          .that()
          .resideInAPackage("io.deploycast.app.flow..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(HTTP)
                  .or(ours("config", "target", "http", "topology", "receipt", "admin", "metrics")));

  @ArchTest
  static final ArchRule CONFIG_KNOWS_NO_PART_IT_CONFIGURES =
      noClasses()
          .that()
          .resideInAPackage("io.deploycast.app.config..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(HTTP)
                  .or(
                      ours(
                          "target",
                          "http",
                          "flow",
                          "topology",
                          "deadletter",
                          "receipt",
                          "admin",
                          "metrics")));

  @ArchTest
  static final ArchRule HTTP_KNOWS_ONLY_OUTCOMES =
      noClasses()
          .that()
          .resideInAPackage("io.deploycast.app.http..")
          .should()
          .dependOnClassesThat(
              resideInAPackage(KAFKA)
                  .or(
                      ours(
                          "config",
                          "target",
                          "flow",
                          "topology",
                          "deadletter",
                          "receipt",
                          "admin",
                          "metrics")));

  @ArchTest
  static final ArchRule TARGETS_KNOW_NO_KAFKA =
      noClasses()
          .that()
          .resideInAPackage("io.deploycast.app.target..")
          .should()
          .dependOnClassesThat(
              resideInAPackage(KAFKA)
                  .or(ours("flow", "topology", "deadletter", "receipt", "admin", "metrics")));

  @ArchTest
  static final ArchRule ONLY_THE_HTTP_CLIENT_CALLS_OUT =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.deploycast.app.http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.hc..", "java.net.http..");

  @ArchTest
  static final ArchRule ONLY_ADMIN_SERVES =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.deploycast.app.admin..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.javalin..");

  @ArchTest
  static final ArchRule ONLY_TRACING_KNOWS_OPENTELEMETRY =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.deploycast.app.tracing..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.opentelemetry..");

  @ArchTest
  static final ArchRule TRACING_KNOWS_ONLY_TARGETS_AND_THEIR_OUTCOMES =
      noClasses()
          .that()
          .resideInAPackage("io.deploycast.app.tracing..")
          .should()
          .dependOnClassesThat(
              resideInAPackage(KAFKA)
                  .or(
                      ours(
                          "config",
                          "http",
                          "flow",
                          "topology",
                          "receipt",
                          "admin",
                          "metrics",
                          "deadletter",
                          "target")));

  @ArchTest
  static final ArchRule TOPOLOGY_IS_SEEN_BY_NOBODY_BELOW =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.deploycast.app.delivery..",
              "io.deploycast.app.flow..",
              "io.deploycast.app.deadletter..",
              "io.deploycast.app.metrics..")
          .should()
          .dependOnClassesThat(ours("topology", "admin"));

  @ArchTest
  static final ArchRule ONLY_MAIN_READS_THE_TIME_OF_DAY =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.deploycast.app.Main")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule PARTS_ARE_GIVEN_THEIR_CLOCK =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.deploycast.app")
          .should()
          .callMethod(InstantSource.class, "system");

  private static DescribedPredicate<JavaClass> ours(String... packages) {
    String[] full = new String[packages.length];
    for (int i = 0; i < packages.length; i++) {
      full[i] = "io.deploycast.app." + packages[i] + "..";
    }
    return resideInAnyPackage(full);
  }
}
