package io.smartboxes.controlplane.sandbox;

import io.smartboxes.controlplane.access.Principal;
import io.smartboxes.id.ApiKeyId;
import io.smartboxes.id.SessionId;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who may hold a token of a sandbox: a key, or a person in one sign-in. */
public record Holder(Kind kind, UUID id) {

    /** What the id is of. */
    public enum Kind {
        KEY,
        SESSION;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }

    static Holder of(Principal principal) {
        return switch (principal) {
            case Principal.Key key -> new Holder(Kind.KEY, key.id().value());
            case Principal.Member member ->
                new Holder(Kind.SESSION, member.session().value());
        };
    }

    /** Whoever made a sandbox; nobody, if that was not written down. */
    public static @Nullable Holder creator(@Nullable UUID key, @Nullable UUID session) {
        if (key != null) {
            return new Holder(Kind.KEY, key);
        }
        return session == null ? null : new Holder(Kind.SESSION, session);
    }

    /** Its public id. */
    @Override
    public String toString() {
        return switch (kind) {
            case KEY -> new ApiKeyId(id).toString();
            case SESSION -> new SessionId(id).toString();
        };
    }
}
