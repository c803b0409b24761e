package io.zksolvency.stark.proof;

import static io.zksolvency.stark.proof.ByteReader.malformed;

import io.zksolvency.stark.MalformedProofException;
import io.zksolvency.stark.air.Columns;
import io.zksolvency.stark.field.Cubic;
import io.zksolvency.stark.hash.Blake3;
import io.zksolvency.stark.hash.MerkleProof;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads proofs of one shape. Every length must be the one that the shape gives, or within what it
 * allows, before anything is allocated for it.
 */
public final class ProofReader {
  /** Rows of an out-of-domain frame: the values at z and at gz. */
  private static final int FRAME_ROWS = 2;

  private final ByteReader in;
  private final ProofShape shape;

  private ProofReader(byte[] bytes, ProofShape shape) {
    in = new ByteReader(bytes);
    this.shape = shape;
  }

  /**
   * Returns the parts of a proof. Its field elements are not checked yet.
   *
   * @throws MalformedProofException unless the bytes are laid out as a proof of this shape
   */
  public static LedgerProof read(byte[] bytes, ProofShape shape) throws MalformedProofException {
    return new ProofReader(bytes, shape).read();
  }

  private LedgerProof read() throws MalformedProofException {
    header();
    int at = in.position();
    int queries = in.u8();
    if (queries < 1 || queries > ProofShape.QUERIES) {
      throw malformed(at, "the number of distinct queries is out of range");
    }
    List<byte[]> commitments = commitments();
    int last = commitments.size() - 1;
    Opening main = opening(queries, ProofShape.MAIN_ROW_BYTES);
    Opening aux = opening(queries, ProofShape.AUX_ROW_BYTES);
    Opening quotient = opening(queries, ProofShape.QUOTIENT_ROW_BYTES);
    Slice traceFrame = frame(Columns.MAIN + Columns.AUX);
    Slice quotientFrame = frame(ProofShape.QUOTIENT_COLUMNS);
    List<Opening> friLayers = friLayers();
    Slice remainder = remainder();
    at = in.position();
    if (in.u8() != 0) {
      throw malformed(at, "FRI is partitioned");
    }
    long nonce = in.u64();
    if (!in.atEnd()) {
      throw malformed(in.position(), "bytes follow the proof");
    }
    return new LedgerProof(
        commitments.get(0),
        commitments.get(1),
        commitments.get(2),
        commitments.subList(3, last),
        commitments.get(last),
        main,
        aux,
        quotient,
        traceFrame,
        quotientFrame,
        friLayers,
        remainder,
        nonce);
  }

  private void header() throws MalformedProofException {
    byte[] expected = shape.header();
    int differs = Arrays.mismatch(in.take(expected.length).copy(), expected);
    if (differs >= 0) {
      throw malformed(differs, "the header is not that of a ledger proof with these public inputs");
    }
  }

  private List<byte[]> commitments() throws MalformedProofException {
    int at = in.position();
    int length = in.u16();
    if (length != shape.commitments() * Blake3.BYTES) {
      throw malformed(at, "wrong number of commitments");
    }
    return Arrays.stream(in.take(length).parts(Blake3.BYTES)).map(Slice::copy).toList();
  }

  private Opening opening(int queries, int rowBytes) throws MalformedProofException {
    int at = in.position();
    if (in.length() != (long) queries * rowBytes) {
      throw malformed(at, "wrong number of opened values");
    }
    Slice[] rows = in.take((long) queries * rowBytes).parts(rowBytes);
    at = in.position();
    long length = in.length();
    long end = in.position() + length;
    MerkleProof path = merkleProof(queries, shape.domainLog2());
    if (in.position() != end) {
      throw malformed(at, "the length of a Merkle proof is not that of its nodes");
    }
    return new Opening(rows, path);
  }

  private MerkleProof merkleProof(int leaves, int depth) throws MalformedProofException {
    int at = in.position();
    if (in.u8() != depth) {
      throw malformed(at, "wrong depth of a Merkle proof");
    }
    at = in.position();
    long paths = in.length();
    if (paths < 1 || paths > leaves) {
      throw malformed(at, "the number of paths of a Merkle proof is out of range");
    }
    byte[][][] nodes = new byte[(int) paths][][];
    for (int path = 0; path < nodes.length; path++) {
      at = in.position();
      long length = in.length();
      if (length > depth) {
        throw malformed(at, "a path of a Merkle proof is longer than the tree is deep");
      }
      Slice[] digests = in.take(length * Blake3.BYTES).parts(Blake3.BYTES);
      nodes[path] = Arrays.stream(digests).map(Slice::copy).toArray(byte[][]::new);
    }
    return new MerkleProof(depth, nodes);
  }

  private Slice frame(int columns) throws MalformedProofException {
    int valueBytes = FRAME_ROWS * columns * Cubic.BYTES;
    int at = in.position();
    if (in.u16() != 1 + valueBytes) {
      throw malformed(at, "wrong length of an out-of-domain frame");
    }
    at = in.position();
    if (in.u8() != FRAME_ROWS) {
      throw malformed(at, "wrong number of rows of an out-of-domain frame");
    }
    return in.take(valueBytes);
  }

  private List<Opening> friLayers() throws MalformedProofException {
    int at = in.position();
    if (in.u8() != shape.friLayers()) {
      throw malformed(at, "wrong number of FRI layers");
    }
    List<Opening> layers = new ArrayList<>();
    for (int layer = 0; layer < shape.friLayers(); layer++) {
      layers.add(friLayer(shape.friDepth(layer)));
    }
    return layers;
  }

  private Opening friLayer(int depth) throws MalformedProofException {
    int at = in.position();
    long length = in.u32();
    long rows = length / ProofShape.FRI_ROW_BYTES;
    if (length % ProofShape.FRI_ROW_BYTES != 0 || rows < 1 || rows > ProofShape.QUERIES) {
      throw malformed(at, "wrong number of opened values of a FRI layer");
    }
    Slice[] values = in.take(length).parts(ProofShape.FRI_ROW_BYTES);
    at = in.position();
    long end = in.u32() + in.position();
    MerkleProof path = merkleProof((int) rows, depth);
    if (in.position() != end) {
      throw malformed(at, "the length of a FRI layer's Merkle proof is not that of its nodes");
    }
    return new Opening(values, path);
  }

  private Slice remainder() throws MalformedProofException {
    int at = in.position();
    int length = shape.remainderCoefficients() * Cubic.BYTES;
    if (in.u16() != length) {
      throw malformed(at, "wrong length of FRI's remainder");
    }
    return in.take(length);
  }
}
