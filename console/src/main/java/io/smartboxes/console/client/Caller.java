package io.smartboxes.console.client;

import java.util.Map;

/** In whose name calls are made. */
public interface Caller {

    /** What there is to show to the API. */
    Token token();

    /** Whether somebody is at the screen; otherwise the call does not prolong their sign-in. */
    boolean isPresent();

    /** By what the API knows where the person is, who is not where the console runs. */
    Map<String, String> whereabouts();

    /** Hears what became of a call, whichever it was. */
    void heard(Reply<?> reply);

    /** A token, or why there is none. */
    sealed interface Token {}

    /** Valid now. */
    record Granted(String token) implements Token {

        @Override
        public String toString() {
            return "Granted[]";
        }
    }

    /** The person has to sign in again. */
    record Over() implements Token {}

    /** There may be one in a moment. */
    record Waiting(String why) implements Token {}
}
