package io.smartboxes.console.navigation;

import io.smartboxes.console.component.Symbol;

/** The staff's screens that their navigation offers, in their order; addresses within the staff area. */
public enum StaffPlace {
    SEARCH(Path.SEARCH, "Search", Symbol.SEARCH),
    AUDIT(Path.AUDIT, "Staff audit", Symbol.AUDIT);

    /** Where the staff area lies in the console. */
    public static final String AREA = "/staff";

    /** The screens' addresses, for {@code @Route}. */
    public static final class Path {

        public static final String SEARCH = "";
        public static final String AUDIT = "audit";

        /** One tenant's page. */
        public static final String TENANTS = "tenants";

        private Path() {}
    }

    private final String path;
    private final String title;
    private final Symbol symbol;

    StaffPlace(String path, String title, Symbol symbol) {
        this.path = path;
        this.title = title;
        this.symbol = symbol;
    }

    public String path() {
        return path;
    }

    public String title() {
        return title;
    }

    public Symbol symbol() {
        return symbol;
    }

    /** A tenant's page. */
    public static String tenant(String tenant) {
        return Path.TENANTS + "/" + tenant;
    }

    /** A tab of it; the first one has no name. */
    public static String tenant(String tenant, String tab) {
        return tab.isEmpty() ? tenant(tenant) : tenant(tenant) + "/" + tab;
    }
}
