package io.zksolvency.service;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.zksolvency", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule THE_PROVER_KNOWS_NO_SERVER =
      noClasses()
          .that()
          .resideInAPackage("io.zksolvency.prover..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.zksolvency.service..", "io.zksolvency.proto..", "io.grpc..");

  @ArchTest
  static final ArchRule ONLY_THE_STORE_SPEAKS_SQL =
      noClasses()
          .that()
          .resideInAPackage("io.zksolvency.service..")
          .and()
          .resideOutsideOfPackage("..store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.sqlite..", "org.flywaydb..");

  @ArchTest
  static final ArchRule RUNS_AND_STORE_KNOW_NO_WIRE =
      noClasses()
          .that()
          .resideInAnyPackage("io.zksolvency.service.runs..", "io.zksolvency.service.store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.grpc..", "io.zksolvency.proto..");

  @ArchTest
  static final ArchRule SERVICES_RUN_IN_ANY_SERVER =
      noClasses()
          .that()
          .resideInAPackage("io.zksolvency.service.grpc..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.netty..", "io.grpc.netty..");
}
