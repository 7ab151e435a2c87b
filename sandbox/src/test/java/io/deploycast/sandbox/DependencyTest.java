package io.deploycast.sandbox;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.deploycast.sandbox", importOptions = DoNotIncludeTests.class)
final class DependencyTest {
  @ArchTest
  static final ArchRule KNOWS_ONLY_THE_SCHEMAS_OF_OURS =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.deploycast..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "io.deploycast.sandbox..", "io.deploycast.schema.."))));

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLE =
      slices().matching("io.deploycast.sandbox.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule SIMULATED_TARGETS_KNOW_NO_KAFKA =
      noClasses()
          .that()
          .resideInAPackage("io.deploycast.sandbox.target..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("kafka..", "org.apache.kafka..", "io.deploycast.sandbox");
}
