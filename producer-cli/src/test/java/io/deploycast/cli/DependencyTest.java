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
          .resideInAnyPackage("io.deploycast.cli.kafka..", "io.deploycast.cli.event")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.deploycast.cli.command..");

  @ArchTest
  static final ArchRule KAFKA_AND_EVENT_ARE_APART =
      slices().matching("io.deploycast.cli.(event|kafka)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule OUTPUT_KNOWS_NOTHING_OF_OURS =
      noClasses()
          .that()
          .resideInAPackage("io.deploycast.cli.output")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..",
              "io.deploycast.schema..",
              "io.deploycast.cli.command..",
              "io.deploycast.cli.history..",
              "io.deploycast.cli.report..",
              "io.deploycast.cli.kafka..");

  @ArchTest
  static final ArchRule REPORTS_ARE_MADE_OF_EVENTS_ALONE =
      noClasses()
          .that()
          .resideInAPackage("io.deploycast.cli.report")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..", "io.deploycast.cli.kafka..", "io.deploycast.cli.command..");

  @ArchTest
  static final ArchRule HISTORY_KNOWS_NO_COMMAND_AND_NO_REPORT =
      noClasses()
          .that()
          .resideInAPackage("io.deploycast.cli.history")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.deploycast.cli.command..", "io.deploycast.cli.report..");
}
