package io.smartboxes.agent.isolation;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Who yields the CPU: where it is scarce, the boxes that take the most, if there are others that take less. What a hog is given
 * then comes from what the others leave, and a command in a neighbour waits for nobody's turn to end. It is not given all of
 * that: what a hog does costs the host too (the kernel's own threads, the gateway that carries its output), and that yields to
 * nobody. Boxes that yield already are not compared, for what they take says nothing of what they want. Nobody is added while
 * those that do not yield leave enough: beside a hog that yields, a busy neighbour is no second one.
 *
 * <p>Not safe for use by several threads.
 */
public final class EvenShare {

    /** Boxes that take less of a core than this hurt nobody. */
    static final double HARMLESS_CORES = 0.2;

    /** Who takes so much of what the greediest takes is as greedy: boxes that are alike are treated alike. */
    static final double AS_GREEDY = 0.8;

    /** Below half an even share among all, or half of what the worst takes, a box has calmed down, or starves: it gets its weight back. */
    static final double CALM = 0.5;

    /** CPU is scarce where less than this part of the host is idle or used by boxes that yield. */
    static final double SPARE = 0.25;

    /** A box below a hundredth of a core takes part in nothing. */
    private static final double ACTIVE_CORES = 0.01;

    /** How fast a box is known to take more: a hog is seen within a fifth of a second, one look's whim is not. */
    private static final Duration RISE = Duration.ofMillis(80);

    /** How fast it is believed to have calmed down: a pause between two bursts hides no hog. */
    private static final Duration FALL = Duration.ofSeconds(1);

    /** Who takes so much of what it may take would take more. */
    private static final double AT_ITS_MOST = 0.8;

    private final Map<String, Double> usual = new HashMap<>();
    private final Set<String> yielding = new HashSet<>();
    private double usuallyIdleCores;
    private double usuallyToBeHad;
    private double most = Double.MAX_VALUE;

    /**
     * What was seen since the last look.
     *
     * @param length how long ago that was
     * @param cores what each box took, in cores (1.0 is one CPU the whole time); a box that is missing is gone
     * @param idleCores what nobody took
     * @param hostCores how many the host has
     */
    public record Look(Duration length, Map<String, Double> cores, double idleCores, double hostCores) {

        public Look {
            cores = Map.copyOf(cores);
        }
    }

    /**
     * Takes one look into account.
     *
     * @return the boxes that yield from now on, and how many cores each may take at most
     */
    public Map<String, Double> judge(Look look) {
        usual.keySet().retainAll(look.cores().keySet());
        yielding.retainAll(look.cores().keySet());
        double rise = weight(look.length(), RISE);
        double fall = weight(look.length(), FALL);
        look.cores().forEach((box, now) -> {
            double before = usual.getOrDefault(box, 0.0);
            usual.put(box, before + (now - before) * (now > before ? rise : fall));
        });
        usuallyIdleCores += (look.idleCores() - usuallyIdleCores) * fall;
        usuallyToBeHad += (toBeHad(look) - usuallyToBeHad) * rise;
        if (usuallyIdleCores >= SPARE * look.hostCores() && !wantMore()) {
            // There is enough for everybody, and whoever yields now would be helpless when a hog begins.
            yielding.clear();
        }
        if (isScarce(look)) {
            yielding.addAll(greediest(look));
        }
        double calm = Math.max(HARMLESS_CORES, CALM * Math.max(evenShare(), worstYielding()));
        yielding.removeIf(box -> usual.getOrDefault(box, 0.0) < calm);
        most = most(look);
        var limits = new HashMap<String, Double>();
        yielding.forEach(box -> limits.put(box, most));
        return limits;
    }

    /** Whether those that yield are held by what they may take, and not by what they want. */
    private boolean wantMore() {
        return yielding.stream().anyMatch(box -> usual.getOrDefault(box, 0.0) >= AT_ITS_MOST * most);
    }

    /**
     * What each that yields may take, in cores: of what is to be had as much stays free as the others take, up to what makes CPU
     * scarce. Half an even share is everybody's.
     */
    private double most(Look look) {
        double others = Math.max(0, look.hostCores() - usuallyToBeHad);
        double free = Math.min(SPARE * look.hostCores(), others);
        long active =
                usual.values().stream().filter(used -> used >= ACTIVE_CORES).count();
        double least = Math.max(HARMLESS_CORES, CALM * look.hostCores() / Math.max(1, active));
        return Math.max(least, (usuallyToBeHad - free) / Math.max(1, yielding.size()));
    }

    /**
     * Of the boxes that do not yield, those that took the most lately and still do, and more than half an even share of the
     * host: when a hog begins, the neighbour that was busy before it is not mistaken for it. None if all that want anything want about
     * as much.
     */
    private Set<String> greediest(Look look) {
        var contending = new HashMap<>(usual);
        contending.keySet().removeAll(yielding);
        contending.values().removeIf(used -> used < ACTIVE_CORES);
        // Half, for the host's own processes may take the rest.
        double fair = Math.max(HARMLESS_CORES, CALM * look.hostCores() / contending.size());
        Set<String> lately = greediestOf(contending, fair);
        if (lately.size() == contending.size()) {
            return Set.of();
        }
        var now = new HashMap<>(look.cores());
        now.keySet().retainAll(contending.keySet());
        lately.retainAll(greediestOf(now, fair));
        return lately;
    }

    private static Set<String> greediestOf(Map<String, Double> cores, double fair) {
        double most = cores.values().stream().reduce(0.0, Math::max);
        var greedy = new HashMap<>(cores);
        greedy.values().removeIf(used -> most <= fair || used < AS_GREEDY * most);
        return greedy.keySet();
    }

    /** Beside it, whoever was taken for a hog before it came is none. */
    private double worstYielding() {
        return yielding.stream()
                .mapToDouble(box -> usual.getOrDefault(box, 0.0))
                .max()
                .orElse(0);
    }

    private double evenShare() {
        return usual.values().stream()
                .mapToDouble(Double::doubleValue)
                .filter(used -> used >= ACTIVE_CORES)
                .average()
                .orElse(0);
    }

    private boolean isScarce(Look look) {
        return toBeHad(look) < SPARE * look.hostCores();
    }

    /** What is idle, and what those take that yield. */
    private double toBeHad(Look look) {
        return look.idleCores()
                + yielding.stream()
                        .mapToDouble(box -> look.cores().getOrDefault(box, 0.0))
                        .sum();
    }

    private static double weight(Duration length, Duration of) {
        return 1 - Math.exp(-(double) length.toNanos() / of.toNanos());
    }
}
