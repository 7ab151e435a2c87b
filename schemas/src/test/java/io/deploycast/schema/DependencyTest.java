package io.deploycast.schema;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.deploycast.schema",
    importOptions = ImportOption.DoNotIncludeTests.class)
class DependencyTest {
  @ArchTest
  static final ArchRule THE_CONTRACT_DEPENDS_ON_NOTHING_OF_OURS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.deploycast.cli..", "io.deploycast.app..", "io.deploycast.sandbox..");

  @ArchTest
  static final ArchRule EVENTS_KNOW_NO_TOPIC_SETTINGS =
      noClasses()
          .that()
          .resideInAPackage("io.deploycast.schema")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.deploycast.schema.topic");

  @ArchTest
  static final ArchRule JQ_KNOWS_NO_EVENTS_AND_NO_KAFKA =
      classes()
          .that()
          .resideInAPackage("io.deploycast.schema.jq")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "io.deploycast.schema.jq",
                      "com.fasterxml.jackson.databind..",
                      "com.google.re2j",
                      "net.thisptr.jackson.jq..",
                      "java..",
                      "org.jspecify..")
                  .or(equivalentTo(Excerpt.class)));

  @ArchTest
  static final ArchRule NOBODY_ELSE_HERE_LOADS_JQ =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.deploycast.schema.jq")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.deploycast.schema.jq", "net.thisptr.jackson.jq..");
}
