package io.smartboxes.console.audit;

import com.vaadin.flow.router.QueryParameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which events are shown; stands in the address, so that the address shows the same again.
 *
 * @param values by the API's name of the parameter
 */
record AuditFilter(Map<String, String> values) {

    static final String FROM = "from";
    static final String TO = "to";
    static final String ACTOR = "actor";
    static final String ACTION = "action";
    static final String TARGET = "target";
    static final String OUTCOME = "outcome";

    private static final List<String> NAMES = List.of(FROM, TO, ACTOR, ACTION, TARGET, OUTCOME);
    private static final int LENGTH_MAX = 200;

    AuditFilter {
        values = Map.copyOf(values);
    }

    static AuditFilter of(QueryParameters query) {
        var values = new LinkedHashMap<String, String>();
        for (String name : NAMES) {
            query.getSingleParameter(name)
                    .map(String::strip)
                    .filter(text -> !text.isEmpty() && text.length() <= LENGTH_MAX)
                    .ifPresent(text -> values.put(name, text));
        }
        return new AuditFilter(values);
    }

    String get(String name) {
        return values.getOrDefault(name, "");
    }

    AuditFilter with(String name, String value) {
        var more = new LinkedHashMap<>(values);
        if (value.isBlank()) {
            more.remove(name);
        } else {
            more.put(name, value.strip());
        }
        return new AuditFilter(more);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    QueryParameters query() {
        return QueryParameters.simple(values);
    }
}
