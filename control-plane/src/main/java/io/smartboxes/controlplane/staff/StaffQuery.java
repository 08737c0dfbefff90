package io.smartboxes.controlplane.staff;

import io.smartboxes.id.ApiKeyId;
import io.smartboxes.id.RequestId;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TenantId;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a search text means is told by its form alone. */
sealed interface StaffQuery {

    /** Where a mail address begins so. */
    record Mail(String prefix) implements StaffQuery {}

    /** Where an API key begins so: as much of it as its mask shows. */
    record KeyPrefix(String prefix) implements StaffQuery {}

    record Tenant(UUID id) implements StaffQuery {}

    record Sandbox(UUID id) implements StaffQuery {}

    record Key(UUID id) implements StaffQuery {}

    record Request(String id) implements StaffQuery {}

    /** Stable, public. */
    default String code() {
        return switch (this) {
            case Mail mail -> "mail";
            case KeyPrefix prefix -> "api_key_prefix";
            case Tenant tenant -> "tenant";
            case Sandbox sandbox -> "sandbox";
            case Key key -> "api_key";
            case Request request -> "request";
        };
    }

    int LENGTH_MAX = 320;
    Pattern KEY = Pattern.compile("e2b_[0-9a-f]{4,}");
    int KEY_SHOWN = 8;

    static StaffQuery parse(@Nullable String text) {
        String stripped = text == null ? "" : text.strip();
        if (stripped.length() > LENGTH_MAX || stripped.indexOf('\0') >= 0) {
            throw unclear();
        }
        try {
            if (KEY.matcher(stripped).matches()) {
                return new KeyPrefix(stripped.substring(0, KEY_SHOWN));
            }
            if (stripped.indexOf('@') >= 1) {
                return new Mail(stripped.toLowerCase(Locale.ROOT));
            }
            if (stripped.startsWith(TenantId.PREFIX)) {
                return new Tenant(TenantId.parse(stripped).value());
            }
            if (stripped.startsWith(ApiKeyId.PREFIX)) {
                return new Key(ApiKeyId.parse(stripped).value());
            }
            if (stripped.startsWith(RequestId.PREFIX)) {
                return new Request(RequestId.parse(stripped).toString());
            }
            if (stripped.startsWith(SandboxId.PREFIX)) {
                return new Sandbox(SandboxId.parse(stripped).value());
            }
        } catch (IllegalArgumentException malformed) {
            throw unclear();
        }
        throw unclear();
    }

    private static ProblemException unclear() {
        return new ProblemException(
                ProblemType.INVALID_REQUEST,
                "q must be a mail address, the beginning of an API key (e2b_ and four digits at least), or the id of a"
                        + " tenant, sandbox, API key or request.");
    }
}
