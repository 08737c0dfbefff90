package io.smartboxes.agent.terminal;

/** What a worker answers to a ticket. */
public sealed interface GrantAnswer {

    /** It has it. */
    record Granted() implements GrantAnswer {}

    /** The sandbox does not run here under that epoch. */
    record NotHere() implements GrantAnswer {}

    /** There are as many terminals as there may be. */
    record LimitReached(String message) implements GrantAnswer {}

    /** It had it, and it opens nothing any more. */
    record Over() implements GrantAnswer {}
}
