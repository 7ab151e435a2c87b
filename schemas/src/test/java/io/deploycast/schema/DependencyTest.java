package io.deploycast.schema;

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
}
