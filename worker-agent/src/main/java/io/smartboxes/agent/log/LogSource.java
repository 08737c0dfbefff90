package io.smartboxes.agent.log;

/** Where a line comes from: a process's streams, or what watches over processes and the sandbox. */
public enum LogSource {
    STDOUT,
    STDERR,
    SYSTEM;

    /** Of what a guest says; it may say anything. */
    static LogSource of(String said) {
        return switch (said) {
            case "stderr" -> STDERR;
            case "system" -> SYSTEM;
            default -> STDOUT;
        };
    }
}
