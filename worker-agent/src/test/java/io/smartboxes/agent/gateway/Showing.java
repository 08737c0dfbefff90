package io.smartboxes.agent.gateway;

/** What somebody shows to come into a sandbox: a token, a signature made with it, or a ticket for a terminal. */
enum Showing {
    NOTHING("nothing"),
    NONSENSE("nonsense"),
    GUESTS("the guest's own"),
    STRANGERS("another tenant's"),
    OTHER_SANDBOXES("theirs for another sandbox"),
    REVOKED("one that was revoked"),
    TWO("two at once"),
    HOLDERS("a holder's"),
    HOLDERS_ELSEWHERE("a holder's, on another site's page");

    private final String words;

    Showing(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
