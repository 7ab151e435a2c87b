package io.deploycast.it;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.deploycast.it")
final class WallClockTest {
  @ArchTest
  static final ArchRule ONLY_AN_INSTALLATION_READS_THE_TIME_OF_DAY =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(Installation.class.getName())
          .should()
          .accessTargetWhere(describe("it is the time of day", WallClockTest::isTimeOfDay));

  private static boolean isTimeOfDay(JavaAccess<?> access) {
    AccessTarget target = access.getTarget();
    String name = target.getName();
    boolean dated = target.getOwner().getPackageName().equals("java.time");
    return (dated && (name.equals("now") || name.startsWith("system")))
        || name.equals("currentTimeMillis");
  }
}
