package io.smartboxes.controlplane.platform.background;

/** A kind of nudge, declared by the package that publishes it. Lower-case letters, digits and dots. */
public record Topic(String name) {

    public Topic {
        if (!name.matches("[a-z0-9.]{1,60}")) {
            throw new IllegalArgumentException("a topic is named with 1 to 60 of a-z, 0-9 and '.', not '" + name + "'");
        }
    }
}
