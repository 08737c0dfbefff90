package io.smartboxes.console.sandbox;

import io.smartboxes.api.v1.SandboxHistory;

/** How the kinds of events read. */
final class EventWords {

    private EventWords() {}

    static String of(SandboxHistory.Event event) {
        return switch (event.type()) {
            case "created" -> "Asked for";
            case "leased" -> "Given to a worker";
            case "started" -> "Running";
            case "deadline-wanted" -> "Another end asked for";
            case "deadline-set" -> "Its end was moved";
            case "end-wanted" -> "Its end was asked for";
            case "start-failed" -> "A start failed";
            case "ended" -> "Ended";
            // Kinds that a newer API may have.
            default -> event.type();
        };
    }
}
