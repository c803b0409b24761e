package io.zksolvency.verifier;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.zksolvency.verifier",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule NEVER_SEES_THE_PROVER =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.zksolvency.prover..",
              "io.zksolvency.nativelib.prover..",
              "io.zksolvency.proto..",
              "io.grpc..");

  @ArchTest
  static final ArchRule ONLY_ONE_USES_THE_NETWORK =
      noClasses()
          .that()
          .doNotHaveSimpleName("Download")
          .and()
          .doNotHaveSimpleName("BoundedBody")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net.http..", "javax.net..")
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("java\\.net\\..*(Socket|Connection|URL).*");
}
