package io.smartboxes.agent.log;

/** How much a line matters; in order. */
public enum LogLevel {
    INFO,
    WARN,
    ERROR;

    /** Of what a guest says; it may say anything. */
    static LogLevel of(String said) {
        return switch (said) {
            case "warn" -> WARN;
            case "error" -> ERROR;
            default -> INFO;
        };
    }
}
