package io.smartboxes.console.usage;

import com.vaadin.flow.router.QueryParameters;
import io.smartboxes.console.client.Usages;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What the screen shows: its address tells it, so that a link shows the same. */
record UsageFilter(Period period, Grouping grouping) {

    private static final String PERIOD = "period";
    private static final String BY = "by";

    static UsageFilter of(QueryParameters address) {
        return new UsageFilter(
                Period.of(address.getSingleParameter(PERIOD).orElse("")),
                Grouping.of(address.getSingleParameter(BY).orElse("")));
    }

    QueryParameters query() {
        return new QueryParameters(Map.of(PERIOD, List.of(period.code()), BY, List.of(grouping.code())));
    }

    Usages.Query between(Instant now) {
        return new Usages.Query(period.from(now), period.to(now), grouping.code());
    }
}
