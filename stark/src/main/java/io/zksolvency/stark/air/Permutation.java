package io.zksolvency.stark.air;

import static io.zksolvency.stark.air.Columns.DIGEST;
import static io.zksolvency.stark.air.Columns.LANES;
import static io.zksolvency.stark.air.Columns.ROUNDS;

import io.zksolvency.circuits.hash.RescueConstants;
import io.zksolvency.stark.field.Cubic;
import java.util.Arrays;
import java.util.List;

/** LEAF-ROUND, NODE-ROUND, LEAF-DIGEST: both lanes are Rescue-Prime permutations. */
final class Permutation {
  /** Capacity lane 0 of a node: the number of elements that it hashes. */
  private static final long NODE_DOMAIN = 8;

  /** Lanes that hold the digest after the permutation, and the first rate lanes before it. */
  private static final int RATE = 4;

  private Permutation() {}

  static void evaluate(Cubic[] row, List<Cubic> out) {
    // LEAF-ROUND: MDS x_r^7 + ARK1_r - s_r^7, where x_0 = in and x_(r+1) = MDS s_r + ARK2_r
    Cubic[] leaf = Arrays.copyOfRange(row, Columns.LEAF_IN, Columns.LEAF_IN + LANES);
    rounds(leaf, row, Columns.LEAF_STATES, out);
    // NODE-ROUND: the same for t_r, where x_0 = [8, 0, 0, 0, left, right]
    Cubic[] node = new Cubic[LANES];
    Arrays.fill(node, Cubic.ZERO);
    node[0] = Cubic.of(NODE_DOMAIN);
    System.arraycopy(row, Columns.NODE_LEFT, node, RATE, 2 * DIGEST);
    rounds(node, row, Columns.NODE_STATES, out);
    // LEAF-DIGEST: dig_i - out_(4 + i)
    Cubic[] output = leafOutput(row);
    for (int i = 0; i < DIGEST; i++) {
      out.add(row[Columns.LEAF_DIGEST + i].sub(output[RATE + i]));
    }
  }

  /** Returns the leaf lane's state after its permutation. */
  static Cubic[] leafOutput(Cubic[] row) {
    return output(row, Columns.LEAF_STATES, ROUNDS - 1);
  }

  /** Returns the digest of the row's node. */
  static Cubic[] nodeDigest(Cubic[] row) {
    return Arrays.copyOfRange(output(row, Columns.NODE_STATES, ROUNDS - 1), RATE, RATE + DIGEST);
  }

  private static void rounds(Cubic[] input, Cubic[] row, int states, List<Cubic> out) {
    Cubic[] state = input;
    for (int round = 0; round < ROUNDS; round++) {
      Cubic[] powers = Arrays.stream(state).map(Permutation::pow7).toArray(Cubic[]::new);
      Cubic[] expected = mds(powers);
      for (int lane = 0; lane < LANES; lane++) {
        Cubic middle = pow7(row[states + round * LANES + lane]);
        Cubic constant = Cubic.of(RescueConstants.ark1(round, lane));
        out.add(expected[lane].add(constant).sub(middle));
      }
      state = output(row, states, round);
    }
  }

  /** Returns x_(round + 1): the state after a round, from that after its inverse S-box. */
  private static Cubic[] output(Cubic[] row, int states, int round) {
    int start = states + round * LANES;
    Cubic[] state = mds(Arrays.copyOfRange(row, start, start + LANES));
    for (int lane = 0; lane < LANES; lane++) {
      state[lane] = state[lane].add(Cubic.of(RescueConstants.ark2(round, lane)));
    }
    return state;
  }

  private static Cubic[] mds(Cubic[] state) {
    Cubic[] product = new Cubic[LANES];
    for (int i = 0; i < LANES; i++) {
      product[i] = Cubic.ZERO;
      for (int j = 0; j < LANES; j++) {
        product[i] = product[i].add(state[j].mul(RescueConstants.mds(i, j)));
      }
    }
    return product;
  }

  private static Cubic pow7(Cubic x) {
    Cubic square = x.square();
    return square.square().mul(square).mul(x);
  }
}
