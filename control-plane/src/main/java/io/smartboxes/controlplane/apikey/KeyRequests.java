package io.smartboxes.controlplane.apikey;

import io.smartboxes.api.v1.NewApiKey;
import io.smartboxes.controlplane.access.Scopes;
import io.smartboxes.controlplane.platform.http.AddressBlock;
import io.smartboxes.controlplane.platform.http.DisplayName;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks requests for keys: everything at once, so that one answer names all that is wrong. */
final class KeyRequests {

    static final Duration LIFE = Duration.ofDays(90);

    private static final Duration LIFE_MAX = Duration.ofDays(3653);
    private static final int ADDRESSES_MAX = 50;
    private static final int SANDBOXES_MAX = 100_000;

    private final List<String> faults = new ArrayList<>();

    private KeyRequests() {}

    /** What is to be made. */
    record Checked(String name, KeyTerms terms) {}

    /**
     * The request, checked.
     *
     * @param otherwise what holds where it says nothing
     * @throws ProblemException naming every fault
     */
    static Checked check(NewApiKey request, KeyTerms otherwise, Instant now) {
        var check = new KeyRequests();
        String name = check.name(request.name());
        var terms = new KeyTerms(
                check.scopes(request.scopes(), otherwise.scopes()),
                check.addresses(request.addresses(), otherwise.addresses()),
                check.sandboxesMax(request.sandboxesMax()),
                check.expiresAt(request, otherwise.expiresAt(), now));
        if (!check.faults.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, String.join(" ", check.faults));
        }
        return new Checked(name, terms);
    }

    private String name(@Nullable String name) {
        try {
            return DisplayName.require(name);
        } catch (ProblemException unfit) {
            faults.add(unfit.detail());
            return "";
        }
    }

    private Scopes scopes(@Nullable List<@Nullable String> codes, Scopes otherwise) {
        if (codes == null) {
            return otherwise;
        }
        try {
            return Scopes.parse(codes.stream()
                    .map(code -> Objects.requireNonNullElse(code, ""))
                    .toList());
        } catch (IllegalArgumentException unknown) {
            faults.add(String.valueOf(unknown.getMessage()));
            return otherwise;
        }
    }

    private List<AddressBlock> addresses(@Nullable List<@Nullable String> texts, List<AddressBlock> otherwise) {
        if (texts == null) {
            return otherwise;
        }
        if (texts.size() > ADDRESSES_MAX) {
            faults.add("addresses has " + texts.size() + " entries: it may have " + ADDRESSES_MAX + ".");
            return otherwise;
        }
        var blocks = new ArrayList<AddressBlock>();
        for (String text : texts) {
            try {
                blocks.add(AddressBlock.parse(text == null ? "" : text.strip()));
            } catch (IllegalArgumentException malformed) {
                faults.add("addresses: " + malformed.getMessage());
            }
        }
        return blocks;
    }

    private @Nullable Integer sandboxesMax(@Nullable Integer asked) {
        if (asked != null && (asked < 1 || asked > SANDBOXES_MAX)) {
            faults.add("sandboxesMax is " + asked + ": it must be from 1 to " + SANDBOXES_MAX + ".");
        }
        return asked;
    }

    private @Nullable Instant expiresAt(NewApiKey request, @Nullable Instant otherwise, Instant now) {
        boolean never = Boolean.TRUE.equals(request.neverExpires());
        var asked = request.expiresAt();
        if (asked == null) {
            return never ? null : otherwise;
        }
        if (never) {
            faults.add("expiresAt and neverExpires contradict each other: send one of them.");
        } else if (!asked.isAfter(now) || asked.isAfter(now.plus(LIFE_MAX))) {
            faults.add("expiresAt is " + asked + ": it must be after now and within " + LIFE_MAX.toDays()
                    + " days. For a key without an end send neverExpires.");
        }
        return asked.truncatedTo(ChronoUnit.MICROS);
    }
}
