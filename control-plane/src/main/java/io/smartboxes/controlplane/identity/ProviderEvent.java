package io.smartboxes.controlplane.identity;

import io.micronaut.serde.annotation.Serdeable;
import io.smartboxes.controlplane.audit.AuditAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What somebody did at the provider, as it tells it.
 *
 * @param id by which it is known again; Keycloak's are UUIDs
 * @param time in milliseconds
 * @param userId the subject; absent if nobody of that name was found
 * @param error why it failed, if it did
 * @param details among them the name that somebody signed in with
 */
@Serdeable
record ProviderEvent(
        @Nullable String id,
        long time,
        @Nullable String type,
        @Nullable String userId,
        @Nullable String error,
        @Nullable String ipAddress,
        @Nullable Map<String, @Nullable String> details) {

    private static final int NAME_CHARACTERS_MAX = 320;

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

    /** One event that says nothing, or nothing that can be understood, must not keep the others from being read. */
    boolean concernsSomebody() {
        return id != null && userId != null && type != null && ACTIONS.containsKey(kind(type));
    }

    /**
     * By what name somebody is known there, which for our realms is a mail address; empty if it is not told, or is none. Where a
     * sign-in failed it is what was typed, and Keycloak looks for it in small letters: each spelling would be counted by itself.
     */
    Optional<String> name() {
        return Optional.ofNullable(details)
                .map(all -> all.get("username"))
                .map(typed -> typed.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty() && name.length() <= NAME_CHARACTERS_MAX);
    }

    /** What it is kept by: the same each time it is read. */
    UUID key() {
        String text = String.valueOf(id);
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException other) {
            return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
        }
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
