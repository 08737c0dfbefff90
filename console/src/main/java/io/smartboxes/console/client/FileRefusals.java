package io.smartboxes.console.client;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What a sandbox or the gateway before it says no with, in the words of {@link Reply}. */
public final class FileRefusals {

    /** The sandbox has ended, or is none. */
    public static final String GONE = "sandbox_gone";

    /** The token opens it no more. */
    public static final String CLOSED = "sandbox_closed";

    public static final String NOT_FOUND = "not_found";
    public static final String EXISTS = "already_exists";
    public static final String DENIED = "permission_denied";
    public static final String DISK_FULL = "disk_full";
    public static final String TOO_MANY = "too_many";

    private static final String OTHER = "refused";

    private FileRefusals() {}

    static <T> Reply<T> of(int status, byte[] body) {
        String sentence;
        String code;
        try {
            JsonNode said = Json.MAPPER.readTree(body);
            sentence = said.path("message").asString("");
            code = said.path("code").asString("");
        } catch (JacksonException other) {
            sentence = "";
            code = "";
        }
        if (sentence.isBlank()) {
            sentence = "It answered with status " + status + ".";
        }
        return switch (status) {
            // E2B's words, which every gateway of it has for this.
            case 502 ->
                sentence.contains("was not found")
                        ? refused(status, GONE, sentence)
                        : new Reply.Unavailable<>(sentence, null);
            case 503, 504 -> new Reply.Unavailable<>(sentence, null);
            default -> refused(status, name(status, code, sentence), sentence);
        };
    }

    private static String name(int status, String code, String sentence) {
        return switch (status) {
            case 401 -> CLOSED;
            case 404 -> NOT_FOUND;
            case 409 -> EXISTS;
            case 403 -> DENIED;
            case 507 -> DISK_FULL;
            case 429 -> sentence.contains("disk") ? DISK_FULL : TOO_MANY;
            case 400 -> sentence.endsWith("permission denied") ? DENIED : OTHER;
            default -> code.isEmpty() ? OTHER : code;
        };
    }

    private static <T> Reply<T> refused(int status, String code, String sentence) {
        return new Reply.Refused<>(status, code, "", sentence, null);
    }
}
