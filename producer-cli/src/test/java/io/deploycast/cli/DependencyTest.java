package io.deploycast.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.deploycast.cli",
    importOptions = ImportOption.DoNotIncludeTests.class)
class DependencyTest {
  @ArchTest
  static final ArchRule NEVER_SEES_THE_SERVICE =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("io.deploycast.app..");

  @ArchTest
  static final ArchRule EVENTS_KNOW_NO_KAFKA_CLIENT =
      noClasses()
          .that()
          .resideInAPackage("io.deploycast.cli.event")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "io.deploycast.cli.kafka..");

  @ArchTest
  static final ArchRule KAFKA_KNOWS_NO_COMMAND =
      noClasses()
          .that()
          .resideInAnyPackage("io.deploycast.cli.kafka", "io.deploycast.cli.event")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.deploycast.cli.command..");

  @ArchTest
  static final ArchRule KAFKA_AND_EVENT_ARE_APART =
      slices().matching("io.deploycast.cli.(event|kafka)..").should().beFreeOfCycles();
}
