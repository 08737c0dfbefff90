package io.smartboxes.console;

/** Who opens an address of the console. */
enum Visitor {
    NOBODY("nobody"),
    MEMBER("a member"),
    VIEWER("a viewer"),
    STRANGER("a member of another tenant"),
    OTHER_AREA("who signed in to the other area"),
    ENDED("whose sign-in was ended, or who was deleted");

    private final String words;

    Visitor(String words) {
        this.words = words;
    }

    boolean isSignedIn() {
        return this == MEMBER || this == VIEWER || this == STRANGER;
    }

    String role() {
        return this == VIEWER ? "viewer" : "owner";
    }

    @Override
    public String toString() {
        return words;
    }
}
