package io.smartboxes.console;

import java.util.List;

/** The settings cannot be used; the message lists every mistake. */
public final class SettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SettingsException(List<String> mistakes) {
        super(String.join("\n", mistakes));
    }
}
