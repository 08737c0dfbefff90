package io.smartboxes.console.navigation;

import io.smartboxes.console.component.Symbol;

/**
 * The screens that navigation and palette offer, in their order. A new screen is a constant here, a view class in a package
 * of its own, and a line in the list of views that the server is started with.
 */
public enum Place {
    GET_STARTED(Path.GET_STARTED, "Get started", Symbol.ROCKET, Audience.MAKERS),
    SANDBOXES(Path.SANDBOXES, "Sandboxes", Symbol.BOX, Audience.WORKERS),
    API_KEYS(Path.API_KEYS, "API keys", Symbol.KEY, Audience.MAKERS),
    USAGE(Path.USAGE, "Usage", Symbol.USAGE, Audience.EVERYBODY),
    LIMITS(Path.LIMITS, "Limits", Symbol.LIMITS, Audience.EVERYBODY),
    MEMBERS(Path.MEMBERS, "Members", Symbol.MEMBERS, Audience.EVERYBODY),
    AUDIT(Path.AUDIT, "Audit", Symbol.AUDIT, Audience.AUDITORS),
    SETTINGS(Path.SETTINGS, "Settings", Symbol.SETTINGS, Audience.ADMINISTRATORS);

    /** The last part of each screen's address, for {@code @Route}. */
    public static final class Path {

        public static final String GET_STARTED = "get-started";
        public static final String SANDBOXES = "sandboxes";
        public static final String API_KEYS = "api-keys";
        public static final String USAGE = "usage";
        public static final String LIMITS = "limits";
        public static final String MEMBERS = "members";
        public static final String AUDIT = "audit";
        public static final String SETTINGS = "settings";

        private Path() {}
    }

    private final String path;
    private final String title;
    private final Symbol symbol;
    private final Audience audience;

    Place(String path, String title, Symbol symbol, Audience audience) {
        this.path = path;
        this.title = title;
        this.symbol = symbol;
        this.audience = audience;
    }

    public String title() {
        return title;
    }

    public Symbol symbol() {
        return symbol;
    }

    public boolean isFor(Role role) {
        return audience.has(role);
    }

    /** Its address within the console, without a slash at the start. */
    public String in(String tenant) {
        return Links.tenant(tenant) + "/" + path;
    }
}
