package io.smartboxes.agent.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressClaimTest {

    /** Four blocks, in a range that is for documentation and benchmarks and no host's own. */
    private static final AddressRange POOL = AddressRange.parse("198.18.64.0/18");

    private final Random random = new Random(7);

    @TempDir
    private Path directory;

    @Test
    void givesEveryWorkerAnotherBlockUntilNoneIsLeft() throws IOException {
        Set<AddressRange> blocks = new HashSet<>();
        for (int worker = 0; worker < 4; worker++) {
            blocks.add(claim("w" + worker).claim(random));
        }

        assertThat(blocks).hasSize(4).allMatch(POOL::overlaps);
        assertThatThrownBy(() -> claim("one-too-many").claim(random))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("198.18.64.0/18")
                .hasMessageContaining("network.pool");
    }

    @Test
    void keepsAWorkersBlockOverARestart() throws IOException {
        AddressRange block = claim("w1").claim(random);

        assertThat(claim("w1").claim(random)).isEqualTo(block);
    }

    @Test
    void takesTheSameBlockAgainAfterARelease() throws IOException {
        AddressRange block = claim("w1").claim(random);
        claim("w1").release();

        assertThat(claim("w1").claim(random)).isEqualTo(block);
    }

    @Test
    void leavesABlockToTheOneWhoTookItMeanwhile() throws IOException {
        claim("w1").claim(random);
        claim("w1").release();
        for (int other = 2; other <= 5; other++) {
            claim("w" + other).claim(random);
        }

        assertThatThrownBy(() -> claim("w1").claim(random)).isInstanceOf(IOException.class);
    }

    @Test
    void takesOverTheClaimOfAWorkerThatIsNoMore() throws IOException {
        for (int worker = 0; worker < 4; worker++) {
            claim("w" + worker).claim(random);
        }
        Path gone = directory.resolve("w2");
        Files.delete(gone.resolve("address-range"));
        Files.delete(gone);

        assertThat(claim("new").claim(random)).satisfies(POOL::overlaps);
    }

    private AddressClaim claim(String worker) {
        return new AddressClaim(directory.resolve("registry"), directory.resolve(worker), POOL);
    }
}
