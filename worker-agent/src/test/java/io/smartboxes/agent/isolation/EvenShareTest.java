package io.smartboxes.agent.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EvenShareTest {

    private static final double HOST_CORES = 2;
    private static final Duration TICK = Duration.ofMillis(50);

    private final EvenShare shares = new EvenShare();
    private Map<String, Double> limits = Map.of();

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
        assertThat(settled(Map.of("alone", 2.0))).isEmpty();
    }

    @Test
    void letsNobodyYieldWhoTakesLittle() {
        assertThat(settled(Map.of("a", 0.15, "b", 0.02, "c", 0.02))).isEmpty();
    }

    @Test
    void letsAllHogsYieldThatAreAlike() {
        var cores = new HashMap<String, Double>();
        for (int hog = 0; hog < 30; hog++) {
            cores.put("hog" + hog, hog % 2 == 0 ? 1.9 : 2.0);
        }
        var hogs = Set.copyOf(cores.keySet());
        cores.put("neighbour", 0.5);

        assertThat(settled(cores)).isEqualTo(hogs);
    }

    @Test
    void findsHogsThoughTheHostsOwnProcessesTakeAQuarter() {
        assertThat(settled(Map.of("hog", 0.6, "other", 0.55, "neighbour", 0.3)))
                .containsExactlyInAnyOrder("hog", "other");
    }

    @Test
    void letsNobodyYieldWhereThereIsEnough() {
        assertThat(settled(Map.of("hog", 1.1, "neighbour", 0.1), 0.8)).isEmpty();
    }

    @Test
    void addsNobodyWhileAHogThatYieldsLeavesEnough() {
        settled(Map.of("hog", 1.3, "neighbour", 0.7));

        assertThat(settled(Map.of("hog", 0.9, "neighbour", 0.8, "pooled", 0.02)))
                .as("the neighbour takes the most of what is not the hog's, but needs no more than there is")
                .containsExactly("hog");
    }

    @Test
    void isNotMisledByOneLook() {
        settled(Map.of("box", 0.3, "neighbour", 0.3));

        assertThat(judge(Map.of("box", 0.5, "neighbour", 0.3), TICK, 0)).isEmpty();
    }

    @Test
    void seesAHogWithinAFifthOfASecond() {
        Set<String> yielding = Set.of();
        for (int look = 0; look < 4; look++) {
            yielding = judge(Map.of("hog", 1.4, "neighbour", 0.5), TICK, 0);
        }
        assertThat(yielding).containsExactly("hog");
    }

    @Test
    void leavesTheBusyNeighbourAloneWhenAHogBegins() {
        settled(Map.of("hog", 0.0, "neighbour", 0.8), 1.2);

        for (int look = 0; look < 20; look++) {
            assertThat(judge(Map.of("hog", 1.3, "neighbour", 0.7), TICK, 0))
                    .as("look %s", look)
                    .isSubsetOf("hog");
        }
    }

    @Test
    void letsNobodyYieldForLongWhoHasTheHostToItself() {
        settled(Map.of("hog", 1.1, "neighbour", 0.5));

        assertThat(settled(Map.of("hog", 0.9, "neighbour", 0.1), 1.0)).isEmpty();
    }

    @Test
    void givesAHogWhatTheOthersLeaveButForAQuarterOfTheHost() {
        settled(Map.of("hog", 1.1, "neighbour", 0.4));

        assertThat(limits).containsOnlyKeys("hog");
        assertThat(limits.get("hog")).isCloseTo(1.1 - 0.5, within(0.05));
    }

    @Test
    void givesAHogHalfAnEvenShareThoughTheOthersLeaveLess() {
        settled(Map.of("hog", 1.1, "neighbour", 0.4));
        settled(Map.of("hog", 0.5, "neighbour", 0.9));

        assertThat(limits).containsEntry("hog", 0.5);
    }

    @Test
    void givesAHogNearlyAllWhileTheOthersWantNearlyNothing() {
        settled(Map.of("hog", 1.1, "neighbour", 0.4));
        settled(Map.of("hog", 1.9, "neighbour", 0.0), 0.1);

        assertThat(limits).containsOnlyKeys("hog");
        assertThat(limits.get("hog")).isGreaterThan(1.9);
    }

    @Test
    void goesOnHoldingAHogThatWouldTakeMore() {
        settled(Map.of("hog", 1.1, "neighbour", 0.4));

        assertThat(settled(Map.of("hog", 0.6, "neighbour", 0.4), 0.6))
                .as("what is idle is so because the hog is held")
                .containsExactly("hog");
        assertThat(settled(Map.of("hog", 0.3, "neighbour", 0.4), 0.9))
                .as("it takes less than it might")
                .isEmpty();
    }

    @Test
    void letsOnlyTheWorstYield() {
        settled(Map.of("busy", 0.9, "starting", 0.3, "third", 0.2));
        Set<String> yielding = Set.of();
        for (int look = 0; look < 6; look++) {
            yielding = judge(Map.of("busy", 0.1, "hog", 1.9, "third", 0.1), TICK, 0);
        }
        assertThat(yielding).containsExactly("hog");
    }

    @Test
    void isNotMisledByAPauseBetweenTwoBursts() {
        settled(Map.of("hog", 1.1, "neighbour", 0.5));

        for (int look = 0; look < 6; look++) {
            assertThat(judge(Map.of("hog", 0.0, "neighbour", 0.5), TICK, 1)).containsExactly("hog");
        }
    }

    @Test
    void forgetsABoxThatIsGone() {
        settled(Map.of("hog", 1.1, "neighbour", 0.5));

        assertThat(judge(Map.of(), TICK, 0)).isEmpty();
        assertThat(judge(Map.of("hog", 0.3, "neighbour", 0.3), TICK, 0)).isEmpty();
    }

    private Set<String> settled(Map<String, Double> cores) {
        return settled(cores, 0);
    }

    private Set<String> settled(Map<String, Double> cores, double idleCores) {
        Set<String> yielding = Set.of();
        for (int look = 0; look < 20; look++) {
            yielding = judge(cores, Duration.ofMillis(200), idleCores);
        }
        return yielding;
    }

    private Set<String> judge(Map<String, Double> cores, Duration length, double idleCores) {
        limits = shares.judge(new EvenShare.Look(length, cores, idleCores, HOST_CORES));
        return limits.keySet();
    }
}
