package io.smartboxes.agent.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EvenShareTest {

    private final EvenShare shares = new EvenShare();

    @Test
    void letsTheBoxYieldThatTakesMoreThanItsNeighbours() {
        assertThat(settled(Map.of("hog", 1.1, "neighbour", 0.5, "sleeper", 0.0)))
                .containsExactly("hog");
    }

    @Test
    void goesOnUntilTheHogHasCalmedDownOrStarves() {
        settled(Map.of("hog", 1.1, "neighbour", 0.5));

        assertThat(settled(Map.of("hog", 0.6, "neighbour", 0.8)))
                .as("what the others leave")
                .containsExactly("hog");
        assertThat(settled(Map.of("hog", 0.25, "neighbour", 1.5)))
                .as("a neighbour that leaves nothing is the hog now")
                .containsExactly("neighbour");
    }

    @Test
    void letsNobodyYieldWhereAllAreAlike() {
        var cores = new HashMap<String, Double>();
        for (int box = 0; box < 4; box++) {
            cores.put("box" + box, box % 2 == 0 ? 0.48 : 0.52);
        }
        assertThat(settled(cores)).isEmpty();
        assertThat(new EvenShare().judge(Map.of("alone", 2.0))).isEmpty();
    }

    @Test
    void letsNobodyYieldWhoTakesLittle() {
        assertThat(settled(Map.of("a", 0.15, "b", 0.02, "c", 0.02))).isEmpty();
    }

    @Test
    void isNotMisledByOneLook() {
        settled(Map.of("box", 0.3, "neighbour", 0.3));

        assertThat(shares.judge(Map.of("box", 0.4, "neighbour", 0.3))).isEmpty();
    }

    @Test
    void forgetsABoxThatIsGone() {
        settled(Map.of("hog", 1.1, "neighbour", 0.5));

        assertThat(shares.judge(Map.of())).isEmpty();
        assertThat(shares.judge(Map.of("hog", 0.3, "neighbour", 0.3))).isEmpty();
    }

    private Set<String> settled(Map<String, Double> cores) {
        Set<String> yielding = Set.of();
        for (int look = 0; look < 10; look++) {
            yielding = shares.judge(cores);
        }
        return yielding;
    }
}
