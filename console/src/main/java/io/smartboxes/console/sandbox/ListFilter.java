package io.smartboxes.console.sandbox;

import com.vaadin.flow.router.QueryParameters;
import io.smartboxes.api.v1.Sandbox;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Which sandboxes the list shows; stands in its address, so that the address shows the same list again.
 *
 * @param state running, ended, or empty for both
 * @param search an id, or part of a name or of metadata
 */
record ListFilter(String state, String search) {

    static final String RUNNING = "running";
    static final String ENDED = "ended";
    static final int SEARCH_MAX = 200;

    static ListFilter of(QueryParameters query) {
        var state = query.getSingleParameter("state").orElse("");
        var search = query.getSingleParameter("search").orElse("").strip();
        boolean known = state.equals(RUNNING) || state.equals(ENDED);
        return new ListFilter(known ? state : "", search.substring(0, Math.min(search.length(), SEARCH_MAX)));
    }

    QueryParameters query() {
        var parameters = new LinkedHashMap<String, String>();
        if (!state.isEmpty()) {
            parameters.put("state", state);
        }
        if (!search.isEmpty()) {
            parameters.put("search", search);
        }
        return QueryParameters.simple(parameters);
    }

    boolean isEmpty() {
        return state.isEmpty() && search.isEmpty();
    }

    /** Whether the API would list it, as far as can be told from here. */
    boolean fits(Sandbox sandbox) {
        boolean alive = SandboxStatus.isAlive(sandbox);
        boolean rightState = state.isEmpty() || (state.equals(RUNNING) == alive);
        var wanted = search.toLowerCase(Locale.ROOT);
        return rightState
                && (wanted.isEmpty()
                        || Stream.concat(
                                        Stream.of(
                                                sandbox.id(), sandbox.template().name()),
                                        sandbox.metadata().entrySet().stream()
                                                .flatMap(pair -> Stream.of(pair.getKey(), pair.getValue())))
                                .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted)));
    }
}
