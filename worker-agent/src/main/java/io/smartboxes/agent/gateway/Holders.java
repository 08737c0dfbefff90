package io.smartboxes.agent.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Everybody whom the control plane lets into a sandbox, as it last said.
 *
 * @param ageNanos how long ago it was asked
 */
public record Holders(List<Holder> all, long ageNanos) {

    /** Before it was ever asked. */
    public static final Holders UNKNOWN = new Holders(List.of(), Long.MAX_VALUE);

    public Holders {
        all = List.copyOf(all);
    }

    Optional<Holder> withToken(String token) {
        byte[] shown = token.getBytes(UTF_8);
        return first(holder -> MessageDigest.isEqual(holder.token().getBytes(UTF_8), shown));
    }

    Optional<Holder> whoSigned(SignedFile file) {
        return first(holder -> file.isSignedWith(holder.token()));
    }

    Set<String> ids() {
        return all.stream().map(Holder::id).collect(Collectors.toSet());
    }

    /** Looks at all of them, so that time tells nothing. */
    private Optional<Holder> first(Predicate<Holder> wanted) {
        Holder found = null;
        for (Holder holder : all) {
            if (wanted.test(holder)) {
                found = holder;
            }
        }
        return Optional.ofNullable(found);
    }
}
