package io.zksolvency.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.zksolvency.nativelib.MalformedProofException;
import io.zksolvency.nativelib.ProofRejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The choice of engines, their agreement on real proofs, and what happens if they don't agree. */
class EnginesTest {
  private static final ProofVerifier ACCEPTS = (inputs, proof) -> {};
  private static final ProofVerifier REJECTS =
      (inputs, proof) -> {
        throw new ProofRejectedException("wrong\u001b");
      };
  private static final ProofVerifier MALFORMED =
      (inputs, proof) -> {
        throw new MalformedProofException("broken");
      };

  private final InsecureIssuer issuer = new InsecureIssuer();
  @TempDir private Path temp;

  private Cli with(ProofVerifier nativeEngine, ProofVerifier javaEngine) throws IOException {
    issuer.publish(temp);
    ProofVerifier both = new BothEngines(nativeEngine, javaEngine);
    return Cli.run(() -> both, Cli.CLOCK, "statement", temp);
  }

  @Test
  void agreementIsTheVerdict() throws IOException {
    assertThat(with(ACCEPTS, ACCEPTS).exit()).isZero();
    assertThat(with(REJECTS, REJECTS).exit()).isEqualTo(1);
    assertThat(with(MALFORMED, MALFORMED).exit()).isEqualTo(2);
  }

  @Test
  void disagreementIsNoVerdict() throws IOException {
    List<ProofVerifier> all = List.of(ACCEPTS, REJECTS, MALFORMED);
    for (ProofVerifier first : all) {
      for (ProofVerifier second : all) {
        if (first != second) {
          Cli run = with(first, second);
          assertThat(run.exit()).isEqualTo(70);
          assertThat(run.out()).isEmpty();
          assertThat(run.err())
              .contains("No verdict", "batch-00000", "disagree", "native: ", "java: ")
              .doesNotContain("\u001b");
        }
      }
    }
  }

  @Test
  void aCrashOfOneIsNoVerdict() throws IOException {
    ProofVerifier crashes =
        (inputs, proof) -> {
          throw new IllegalStateException();
        };
    assertThat(with(ACCEPTS, crashes).exit()).isEqualTo(70);
    assertThat(with(crashes, ACCEPTS).exit()).isEqualTo(70);
  }

  @Test
  void theOptionChoosesAndBothIsTheDefault() throws IOException {
    issuer.publish(temp);
    List<Engine> asked = new ArrayList<>();
    for (String option : List.of("java", "native", "both", "")) {
      Object[] args =
          option.isEmpty()
              ? new Object[] {"statement", temp}
              : new Object[] {"statement", temp, "--engine", option};
      Cli run =
          Cli.runEngines(
              engine -> {
                asked.add(engine);
                return ACCEPTS;
              },
              Cli.CLOCK,
              args);
      assertThat(run.exit()).isZero();
    }
    assertThat(asked).containsExactly(Engine.JAVA, Engine.NATIVE, Engine.BOTH, Engine.BOTH);
    assertThat(Cli.statement(temp, "--engine", "rust").exit()).isEqualTo(64);
    assertThat(Cli.run("statement", "--help").out()).contains("--engine", "java|native|both");
  }

  private static final Path GOLDEN = Path.of("../testdata/proofs/v1/accept");

  private static byte[] golden(String file) throws IOException {
    return Files.readAllBytes(GOLDEN.resolve(file));
  }

  @Test
  void everyEngineAcceptsGoldenProofs() throws Exception {
    for (Engine engine : EnumSet.allOf(Engine.class)) {
      for (String name : List.of("batch-16", "general-ledger-17")) {
        engine.load().verify(golden(name + ".inputs"), golden(name + ".proof"));
      }
    }
  }

  /** Bytes changed anywhere: both engines refuse, and say the same kind of no. */
  @Test
  void enginesAgreeOnChangedProofs() throws Exception {
    ProofVerifier both = Engine.BOTH.load();
    byte[] inputs = golden("batch-16.inputs");
    byte[] proof = golden("batch-16.proof");
    Random random = new Random(5);
    int refused = 0;
    for (int round = 0; round < 800; round++) {
      byte[] changed = proof.clone();
      int at = round < 200 ? round * 2 : random.nextInt(proof.length);
      if (round % 3 == 0) {
        // A whole element of all ones: not below the modulus.
        for (int i = at; i < Math.min(at + 8 + random.nextInt(9), proof.length); i++) {
          changed[i] = -1;
        }
      } else {
        changed[at] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        both.verify(inputs, changed);
      } catch (ProofRejectedException | MalformedProofException e) {
        refused++;
      }
    }
    assertThat(refused).isEqualTo(800);
  }

  @Test
  void enginesAgreeOnChangedInputs() throws Exception {
    ProofVerifier both = Engine.BOTH.load();
    byte[] proof = golden("batch-16.proof");
    for (int at = 0; at < golden("batch-16.inputs").length; at++) {
      byte[] inputs = golden("batch-16.inputs");
      inputs[at] ^= 1;
      boolean accepted = false;
      try {
        both.verify(inputs, proof);
        accepted = true;
      } catch (ProofRejectedException
          | MalformedProofException
          | IllegalArgumentException expected) {
        // a refusal, the same of both
      }
      assertThat(accepted).as("byte " + at).isFalse();
    }
  }
}
