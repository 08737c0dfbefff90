package io.smartboxes.agent.terminal;

/** Whoever looks at a terminal. Called from any thread; must not block. */
public interface Viewer {

    /** There is something to read. May be told more often than that is so. */
    void changed();

    /** What was typed has been taken: more may be sent. */
    void drained();

    /** It is over for this viewer. What can still be read may be read. */
    void over(Ending why);
}
