package io.zksolvency.prover;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may depend on whom within this module. */
@AnalyzeClasses(
    packages = "io.zksolvency.prover",
    importOptions = ImportOption.DoNotIncludeTests.class)
class DirectionTest {
  @ArchTest
  static final ArchRule INGEST_KNOWS_NOBODY =
      noClasses()
          .that()
          .resideInAPackage("..ingest..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..prover.batch..", "..prover.run..", "..prover.app..", "..nativelib..");

  @ArchTest
  static final ArchRule BATCH_KNOWS_INGEST_ONLY =
      noClasses()
          .that()
          .resideInAPackage("..batch..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..prover.run..", "..prover.app..");

  @ArchTest
  static final ArchRule RUN_KNOWS_NO_COMMANDS =
      noClasses()
          .that()
          .resideInAPackage("..run..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..prover.app..", "picocli..");

  @ArchTest
  static final ArchRule ONLY_INGEST_SPEAKS_SQL =
      noClasses()
          .that()
          .resideOutsideOfPackage("..ingest..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.duckdb..");

  @ArchTest
  static final ArchRule BALANCES_ARE_NEVER_FLOATING_POINT =
      noClasses()
          .that()
          .resideInAnyPackage("..ingest..", "..batch..")
          .should()
          .callMethod(java.sql.ResultSet.class, "getDouble", int.class)
          .orShould()
          .callMethod(java.sql.ResultSet.class, "getFloat", int.class)
          .orShould()
          .callMethod(Double.class, "parseDouble", String.class);
}
