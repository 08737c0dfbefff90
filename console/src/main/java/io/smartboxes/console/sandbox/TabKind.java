package io.smartboxes.console.sandbox;

import io.smartboxes.console.component.Symbol;
import java.util.List;
import java.util.function.Function;

/**
 * A tab of a sandbox.
 *
 * @param path the last part of its address; empty for the first
 */
record TabKind(String path, String title, Symbol symbol, Function<SandboxScope, SandboxTab> open) {

    /** In their order. A new one is a line here and a class. */
    static final List<TabKind> ALL = List.of(
            new TabKind("", "Overview", Symbol.BOX, OverviewTab::new),
            new TabKind("events", "Events", Symbol.EVENTS, EventsTab::new));

    /** The first one, if there is none of that path. */
    static TabKind of(String path) {
        return ALL.stream().filter(kind -> kind.path.equals(path)).findFirst().orElse(ALL.getFirst());
    }
}
