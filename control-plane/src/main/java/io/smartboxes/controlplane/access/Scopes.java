package io.smartboxes.controlplane.access;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * To what an API key is narrowed, below what its maker may.
 *
 * @param only these scopes; null narrows nothing, and grows with what there will be
 */
public record Scopes(@Nullable Set<Scope> only) {

    /** Narrows nothing. */
    public static final Scopes ALL = new Scopes(null);

    private static final String EVERYTHING = "*";

    public Scopes {
        only = only == null ? null : Set.copyOf(only);
    }

    /**
     * Reads codes of scopes, or "*" alone.
     *
     * @throws IllegalArgumentException saying which scopes there are
     */
    public static Scopes parse(Collection<String> codes) {
        if (List.copyOf(codes).equals(List.of(EVERYTHING))) {
            return ALL;
        }
        if (codes.isEmpty()) {
            throw new IllegalArgumentException("scopes is empty, and such a key could do nothing. " + choice());
        }
        var scopes = EnumSet.noneOf(Scope.class);
        for (String code : codes) {
            scopes.add(Scope.of(code)
                    .orElseThrow(() -> new IllegalArgumentException("\"" + code + "\" is no scope. " + choice())));
        }
        return new Scopes(scopes);
    }

    /** What {@link #parse} reads, in the order of the policy. */
    public List<String> codes() {
        return only == null
                ? List.of(EVERYTHING)
                : only.stream().sorted().map(Scope::code).toList();
    }

    boolean cover(Action action) {
        return only == null || only.stream().anyMatch(scope -> scope.covers(action));
    }

    private static String choice() {
        return "Scopes are " + Scope.codes() + ", or \"" + EVERYTHING
                + "\" alone for everything that its maker may do.";
    }
}
