package io.zksolvency.nativelib.verifier;

import io.zksolvency.nativelib.MalformedProofException;
import io.zksolvency.nativelib.NativeBugException;
import io.zksolvency.nativelib.NativeUnavailableException;
import io.zksolvency.nativelib.ProofRejectedException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Verifies ledger proofs with the native library. Thread-safe; trusts no input. */
public final class LedgerVerifier {
  /** Bytes that no proof of an allowed shape reaches, the library's own limit too. */
  public static final int MAX_PROOF_BYTES = 2_000_000;

  /** Bytes of public inputs with the weights of 4,096 assets, two each, and room to spare. */
  private static final int MAX_PUBLIC_INPUTS = 1 << 17;

  private static final int RELATION_ID_BYTES = 32;
  private static final int REASON_BYTES = 1024;
  private static final int PARAMETERS_BYTES = 1 << 16;

  private final VerifierBinding binding;

  LedgerVerifier(VerifierBinding binding) {
    this.binding = binding;
  }

  /**
   * Returns a verifier, after linking the library.
   *
   * @throws NativeUnavailableException if the library cannot be loaded
   */
  public static LedgerVerifier load() {
    return new LedgerVerifier(VerifierBinding.load());
  }

  /**
   * Returns if, and only if, the proof proves its public inputs. Takes some milliseconds.
   *
   * @param publicInputs the encoded public inputs, by the caller's own codec
   * @param proof the proof's bytes, from anyone
   * @throws ProofRejectedException if it is a proof, but not of these public inputs
   * @throws MalformedProofException if it is no proof
   * @throws IllegalArgumentException if the public inputs are not well-formed
   * @throws NativeBugException if the library fails; never to be read as a verdict
   */
  public void verify(byte[] publicInputs, byte[] proof)
      throws ProofRejectedException, MalformedProofException {
    Objects.requireNonNull(publicInputs, "publicInputs");
    Objects.requireNonNull(proof, "proof");
    if (publicInputs.length > MAX_PUBLIC_INPUTS) {
      throw new IllegalArgumentException("public inputs of " + publicInputs.length + " bytes");
    }
    if (proof.length > MAX_PROOF_BYTES) {
      throw new MalformedProofException(
          proof.length + " bytes, where no proof has more than " + MAX_PROOF_BYTES);
    }
    byte[] reason = new byte[REASON_BYTES];
    int code =
        binding.solvency_verify_ledger(
            publicInputs, publicInputs.length, proof, proof.length, reason, reason.length);
    switch (code) {
      case VerifierBinding.ACCEPTED -> {}
      case VerifierBinding.REJECTED -> throw new ProofRejectedException(text(reason));
      case VerifierBinding.MALFORMED -> throw new MalformedProofException(text(reason));
      case VerifierBinding.CALLER_ERROR -> throw new IllegalArgumentException(text(reason));
      default -> throw bug("verifying", code);
    }
  }

  /** Returns the 32 bytes that name the relation which the library verifies. */
  public byte[] relationId() {
    byte[] id = new byte[RELATION_ID_BYTES];
    int code = binding.solvency_relation_id(id);
    if (code != VerifierBinding.ACCEPTED) {
      throw bug("naming the relation", code);
    }
    return id;
  }

  /** Returns the pinned proof options and the proven bits of security for every size, as JSON. */
  public String parametersJson() {
    byte[] json = new byte[PARAMETERS_BYTES];
    int code = binding.solvency_parameters(json, json.length);
    if (code != VerifierBinding.ACCEPTED) {
      throw bug("listing the parameters", code);
    }
    return text(json);
  }

  private static NativeBugException bug(String doing, int code) {
    return new NativeBugException(
        "the verifying library failed when " + doing + " (code " + code + ")");
  }

  /** Returns the text before the first NUL; broken UTF-8 becomes replacement characters. */
  private static String text(byte[] buffer) {
    int length = 0;
    while (length < buffer.length && buffer[length] != 0) {
      length++;
    }
    return new String(buffer, 0, length, StandardCharsets.UTF_8);
  }
}
