package io.smartboxes.agent.isolation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Who yields the CPU: boxes that take more than an even share. What a hog is given then comes from what the others leave, and
 * a command in a neighbour waits for nobody's turn to end. The share is counted among those that do not yield yet, for what a
 * box that yields takes says nothing of what it wants.
 *
 * <p>Not safe for use by several threads.
 */
public final class EvenShare {

    /** Boxes that take less of a core than this hurt nobody. */
    static final double HARMLESS_CORES = 0.2;

    /** Above the even share by a tenth, so that boxes that are all alike stay alike. */
    static final double EXCESS = 1.1;

    /** Below half an even share among all, a box has calmed down, or starves; both times it gets its weight back. */
    static final double CALM = 0.5;

    /** A box below a hundredth of a core takes part in nothing. */
    private static final double ACTIVE_CORES = 0.01;

    /** What one look adds to what was known: two to three looks see a hog, and one pause does not hide it. */
    private static final double WEIGHT_OF_A_LOOK = 0.5;

    private final Map<String, Double> usual = new HashMap<>();
    private final Set<String> yielding = new HashSet<>();

    /**
     * Takes one look into account.
     *
     * @param cores what each box took since the last look, in cores (1.0 is one CPU the whole time); a box that is missing is gone
     * @return the boxes that yield from now on
     */
    public Set<String> judge(Map<String, Double> cores) {
        usual.keySet().retainAll(cores.keySet());
        yielding.retainAll(cores.keySet());
        cores.forEach((box, now) ->
                usual.merge(box, now * WEIGHT_OF_A_LOOK, (before, part) -> before * (1 - WEIGHT_OF_A_LOOK) + part));
        double evenAmongAll = even(usual.keySet());
        yielding.removeIf(box -> usual.getOrDefault(box, 0.0) < Math.max(HARMLESS_CORES, CALM * evenAmongAll));
        var contending = new HashSet<>(usual.keySet());
        contending.removeAll(yielding);
        double tooMuch = Math.max(HARMLESS_CORES, EXCESS * even(contending));
        contending.removeIf(box -> usual.getOrDefault(box, 0.0) <= tooMuch);
        yielding.addAll(contending);
        return Set.copyOf(yielding);
    }

    private double even(Set<String> boxes) {
        return boxes.stream()
                .mapToDouble(box -> usual.getOrDefault(box, 0.0))
                .filter(used -> used >= ACTIVE_CORES)
                .average()
                .orElse(0);
    }
}
