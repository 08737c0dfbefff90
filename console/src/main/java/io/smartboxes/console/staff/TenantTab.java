package io.smartboxes.console.staff;

import io.smartboxes.console.component.Symbol;
import java.util.Arrays;

/** The tabs of a tenant's page. Each is loaded when it is opened, for each look is written down. */
enum TenantTab {
    OVERVIEW("", "Overview", Symbol.TENANT),
    USAGE("usage", "Usage", Symbol.USAGE),
    SANDBOXES("sandboxes", "Sandboxes", Symbol.BOX),
    KEYS("api-keys", "API keys", Symbol.KEY),
    AUDIT("audit", "Audit", Symbol.AUDIT);

    private final String path;
    private final String title;
    private final Symbol symbol;

    TenantTab(String path, String title, Symbol symbol) {
        this.path = path;
        this.title = title;
        this.symbol = symbol;
    }

    String path() {
        return path;
    }

    String title() {
        return title;
    }

    Symbol symbol() {
        return symbol;
    }

    /** The first one, if there is none of that path. */
    static TenantTab of(String path) {
        return Arrays.stream(values())
                .filter(tab -> tab.path.equals(path))
                .findFirst()
                .orElse(OVERVIEW);
    }
}
