package io.smartboxes.controlplane.identity;

import io.micronaut.serde.annotation.Serdeable;
import io.smartboxes.controlplane.audit.AuditAction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What somebody did at Keycloak, as it tells it.
 *
 * @param time in milliseconds
 * @param userId the subject; absent if nobody of that name was found
 * @param error why it failed, if it did
 */
@Serdeable
record ProviderEvent(
        UUID id,
        long time,
        String type,
        @Nullable String userId,
        @Nullable String error,
        @Nullable String ipAddress) {

    /** What of it concerns people. Each has a twin that ends in _ERROR. */
    private static final Map<String, AuditAction> ACTIONS = Map.ofEntries(
            Map.entry("LOGIN", AuditAction.ACCOUNT_SIGN_IN),
            Map.entry("LOGOUT", AuditAction.ACCOUNT_SIGN_OUT),
            Map.entry("REGISTER", AuditAction.ACCOUNT_REGISTER),
            Map.entry("VERIFY_EMAIL", AuditAction.ACCOUNT_VERIFY_EMAIL),
            Map.entry("UPDATE_EMAIL", AuditAction.ACCOUNT_CHANGE_EMAIL),
            Map.entry("UPDATE_CREDENTIAL", AuditAction.ACCOUNT_CHANGE_CREDENTIAL),
            Map.entry("REMOVE_CREDENTIAL", AuditAction.ACCOUNT_REMOVE_CREDENTIAL),
            Map.entry("RESET_PASSWORD", AuditAction.ACCOUNT_RESET_PASSWORD));

    private static final String FAILED = "_ERROR";

    /** All that is asked for. */
    static final List<String> TYPES = ACTIONS.keySet().stream()
            .flatMap(type -> Stream.of(type, type + FAILED))
            .sorted()
            .toList();

    Instant at() {
        return Instant.ofEpochMilli(time);
    }

    boolean concernsSomebody() {
        return userId != null && ACTIONS.containsKey(kind(type));
    }

    static AuditAction action(String type) {
        var action = ACTIONS.get(kind(type));
        if (action == null) {
            throw new IllegalArgumentException("no event of people: " + type);
        }
        return action;
    }

    private static String kind(String type) {
        return type.endsWith(FAILED) ? type.substring(0, type.length() - FAILED.length()) : type;
    }
}
