package io.smartboxes.console.sandbox;

import io.smartboxes.api.v1.Sandbox;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A list of any length, loaded as far as somebody scrolled and fixed as of when it was loaded: what comes later is counted, not
 * shown, and what changes does so in its place. Pages that were not looked at for a while are given up, but not where they
 * begin nor who was on them, so that they come back the same.
 */
final class SandboxPages {

    static final int PAGE = 50;

    /** Pages held at once. */
    private static final int HELD_MAX = 12;

    private final Source source;
    private final List<Page> pages = new ArrayList<>();
    private final Map<String, Integer> pageOf = new HashMap<>();

    /** Least looked at first. */
    private final LinkedHashMap<Integer, Sandbox[]> held = new LinkedHashMap<>(HELD_MAX, 0.75f, true);

    private @Nullable String next;
    private boolean complete;

    /** @param first the newest ones, just loaded */
    SandboxPages(Source source, Slice first) {
        this.source = source;
        add(null, first);
    }

    /** Where rows come from. */
    interface Source {

        /**
         * The next ones.
         *
         * @param after token of the page before; null for the newest
         */
        Slice load(@Nullable String after);

        /** One by itself, if it is still remembered. */
        @Nullable Sandbox find(String id);
    }

    /** @param next token of the page after; null on the last */
    record Slice(List<Sandbox> rows, @Nullable String next) {}

    private record Page(@Nullable String after, List<String> ids) {}

    /** How many rows are known; more follow unless {@link #isComplete}. */
    int size() {
        return pageOf.size();
    }

    boolean isComplete() {
        return complete;
    }

    boolean holds(String id) {
        return pageOf.containsKey(id);
    }

    /** Loads on until this many rows are known, or all. */
    void reach(int count) {
        while (size() < count && !complete) {
            add(next, source.load(next));
        }
    }

    private void add(@Nullable String after, Slice slice) {
        var page = new Page(after, slice.rows().stream().map(Sandbox::id).toList());
        int number = pages.size();
        pages.add(page);
        for (String id : page.ids()) {
            pageOf.put(id, number);
        }
        hold(number, slice.rows().toArray(Sandbox[]::new));
        next = slice.next();
        complete = next == null || slice.rows().isEmpty();
    }

    /** Rows of a stretch of the list; fewer at its end. */
    List<Sandbox> rows(int offset, int count) {
        reach(offset + count);
        var rows = new ArrayList<Sandbox>();
        int passed = 0;
        for (int number = 0; number < pages.size() && rows.size() < count; number++) {
            int length = pages.get(number).ids().size();
            if (passed + length > offset) {
                var page = page(number);
                for (int at = Math.max(0, offset - passed); at < page.length && rows.size() < count; at++) {
                    rows.add(page[at]);
                }
            }
            passed += length;
        }
        return rows;
    }

    /** Whatever is held may be out of date; it is loaded again when it is looked at. */
    void doubt() {
        held.clear();
    }

    /** A row is now like this. Answers false for those that are not in the list. */
    boolean change(Sandbox now) {
        var number = pageOf.get(now.id());
        if (number == null) {
            return false;
        }
        var page = held.get(number);
        if (page != null) {
            page[pages.get(number).ids().indexOf(now.id())] = now;
        }
        return true;
    }

    private Sandbox[] page(int number) {
        var page = held.get(number);
        if (page == null) {
            page = again(number);
            hold(number, page);
        }
        return page;
    }

    /** The same rows as before, though some may no longer fit the filter. What is no longer remembered is gone from here, too. */
    private Sandbox[] again(int number) {
        var page = pages.get(number);
        var found = new HashMap<String, Sandbox>();
        source.load(page.after()).rows().forEach(row -> found.put(row.id(), row));
        var rows = new ArrayList<Sandbox>();
        for (String id : page.ids()) {
            var row = found.containsKey(id) ? found.get(id) : source.find(id);
            if (row != null) {
                rows.add(row);
            } else {
                pageOf.remove(id);
            }
        }
        pages.set(number, new Page(page.after(), rows.stream().map(Sandbox::id).toList()));
        return rows.toArray(Sandbox[]::new);
    }

    private void hold(int number, Sandbox[] rows) {
        held.put(number, rows);
        if (held.size() > HELD_MAX) {
            held.keySet().stream().filter(each -> each != number).findFirst().ifPresent(held::remove);
        }
    }
}
