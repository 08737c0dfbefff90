package io.smartboxes.agent.terminal;

/** Columns and rows of a screen. */
public record TerminalSize(int columns, int rows) {

    private static final int MAX = 1000;

    public TerminalSize {
        if (columns < 1 || columns > MAX || rows < 1 || rows > MAX) {
            throw new IllegalArgumentException("columns and rows must be from 1 to " + MAX);
        }
    }
}
