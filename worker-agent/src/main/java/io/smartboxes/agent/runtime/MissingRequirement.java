package io.smartboxes.agent.runtime;

/**
 * Something that this host lacks and without which it must not run sandboxes.
 *
 * @param what what is missing, in a few words
 * @param cure what the operator can do about it, one sentence
 */
public record MissingRequirement(String what, String cure) {

    @Override
    public String toString() {
        return what + ": " + cure;
    }
}
