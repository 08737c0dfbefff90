package io.smartboxes.controlplane.apikey;

import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How long a key stays valid beside the one that replaces it. */
enum Overlap {
    NONE("0", Duration.ZERO),
    HOUR("1h", Duration.ofHours(1)),
    DAY("24h", Duration.ofHours(24)),
    WEEK("7d", Duration.ofDays(7)),
    MONTH("30d", Duration.ofDays(30));

    private final String code;
    private final Duration duration;

    Overlap(String code, Duration duration) {
        this.code = code;
        this.duration = duration;
    }

    Duration duration() {
        return duration;
    }

    /** @throws ProblemException naming the choice */
    static Overlap of(@Nullable String code) {
        if (code == null) {
            return DAY;
        }
        return Arrays.stream(values())
                .filter(overlap -> overlap.code.equals(code))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        ProblemType.INVALID_REQUEST,
                        "overlap must be one of "
                                + Arrays.stream(values())
                                        .map(overlap -> overlap.code)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }
}
