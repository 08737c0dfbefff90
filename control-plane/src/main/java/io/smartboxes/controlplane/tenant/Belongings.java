package io.smartboxes.controlplane.tenant;

import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What becomes of the keys of somebody who leaves. */
enum Belongings {
    REVOKE,
    HAND_OVER;

    /** Keys that nobody thought of open nothing. */
    static Belongings parse(@Nullable String text) {
        if (text == null) {
            return REVOKE;
        }
        return Arrays.stream(values())
                .filter(choice -> choice.code().equals(text))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        ProblemType.INVALID_REQUEST,
                        "keys must be one of "
                                + Arrays.stream(values()).map(Belongings::code).collect(Collectors.joining(", "))
                                + "."));
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
