package io.smartboxes.console.session;

import java.util.Locale;

/** Why a sign-in is over. */
public enum SessionEnd {
    /** Its person signed out here. */
    SIGNED_OUT("You are signed out", "See you soon."),
    /** Somebody ended it elsewhere: its person, an administrator, the provider. */
    ENDED(
            "This sign-in was ended",
            "It was ended from another place, or your access was taken away. If that was not you, sign in and look at"
                    + " your sign-ins."),
    /** It ran out. */
    EXPIRED("Please sign in again", "You were away for long, so this sign-in has run out. Nothing of yours was lost.");

    private final String title;
    private final String sentence;

    SessionEnd(String title, String sentence) {
        this.title = title;
        this.sentence = sentence;
    }

    String title() {
        return title;
    }

    String sentence() {
        return sentence;
    }

    String slug() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Where a tab goes that was at this local address. Who ran out of time comes back to it at once, if the provider still
     * knows them.
     *
     * @param area under which the tab's part of the console lies: nothing for customers
     */
    public String pageFor(String area, String address) {
        return this == EXPIRED ? SignInPaths.signIn(area, address) : SignInPaths.signedOut(area, this, address);
    }
}
