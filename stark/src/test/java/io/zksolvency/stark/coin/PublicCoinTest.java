package io.zksolvency.stark.coin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zksolvency.stark.RandomElements;
import io.zksolvency.stark.Vectors;
import io.zksolvency.stark.field.Cubic;
import io.zksolvency.stark.hash.Blake3;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PublicCoinTest {
  @Test
  void drawsWhatWinterfellDoes() {
    JsonNode vector = Vectors.read("coin");
    RandomElements random = new RandomElements(vector.get("random").asLong());
    int seeds = vector.get("seed_elements").asInt();
    PublicCoin coin = new PublicCoin(LongStream.generate(random::base).limit(seeds).toArray());
    List<Cubic> draws = new ArrayList<>(List.of(coin.draw(5)));
    coin.reseed(Blake3.hash("one".getBytes(StandardCharsets.UTF_8)));
    draws.addAll(List.of(coin.draw(5)));
    assertThat(draws).isEqualTo(Vectors.cubics(vector.get("five_then_reseed_one_then_five")));

    ByteBuffer bytes =
        ByteBuffer.allocate(Cubic.BYTES * draws.size()).order(ByteOrder.LITTLE_ENDIAN);
    draws.forEach(draw -> bytes.putLong(draw.a()).putLong(draw.b()).putLong(draw.c()));
    coin.reseed(Blake3.hash(bytes.array()));
    int[] zeros = IntStream.range(0, 64).map(coin::zeroBits).toArray();
    assertThat(zeros).isEqualTo(integers(vector.get("zero_bits_of_nonces")));
    int[] positions = integers(vector.get("positions"));
    assertThat(coin.drawPositions(100, 1 << 18, 12_345_678_901L))
        .isEqualTo(IntStream.of(positions).sorted().distinct().toArray());
  }

  /** One draw in 2^31 is not below the modulus; it is left out, not reduced. */
  @Test
  void drawsAgainWhatIsNoElement() {
    JsonNode vector = Vectors.read("coin");
    PublicCoin coin = new PublicCoin(new long[] {vector.get("redrawing_seed_element").asLong()});
    assertThat(coin.draw()).isEqualTo(Vectors.cubic(vector.get("redrawn")));
  }

  private static int[] integers(JsonNode array) {
    return Vectors.list(array).stream().mapToInt(JsonNode::asInt).toArray();
  }
}
