package io.smartboxes.console.sandbox;

import io.smartboxes.console.component.Symbol;
import io.smartboxes.console.navigation.Links;
import io.smartboxes.console.navigation.Role;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A tab of a sandbox.
 *
 * @param path the last part of its address; empty for the first
 * @param audience to whom it is offered; to the others it says why it is not
 */
record TabKind(
        String path, String title, Symbol symbol, Predicate<Role> audience, Function<SandboxScope, SandboxTab> open) {

    /** In their order. A new one is a line here and a class. */
    static final List<TabKind> ALL = List.of(
            new TabKind("", "Overview", Symbol.BOX, anybody -> true, OverviewTab::new),
            new TabKind(Links.TERMINAL, "Terminal", Symbol.TERMINAL, Role::opensTerminals, TerminalTab::new),
            new TabKind(Links.FILES, "Files", Symbol.FILES, Role::opensFiles, FilesTab::new),
            new TabKind("logs", "Logs", Symbol.LOGS, Role::seesLogs, LogTab::new),
            new TabKind("metrics", "Metrics", Symbol.METRICS, anybody -> true, MetricsTab::new),
            new TabKind("events", "Events", Symbol.EVENTS, anybody -> true, EventsTab::new));

    /** The first one, if there is none of that path. */
    static TabKind of(String path) {
        return ALL.stream().filter(kind -> kind.path.equals(path)).findFirst().orElse(ALL.getFirst());
    }
}
