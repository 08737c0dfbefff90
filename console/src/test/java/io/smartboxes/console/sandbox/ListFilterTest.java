package io.smartboxes.console.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.router.QueryParameters;
import io.smartboxes.console.testing.FakeApi;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListFilterTest {

    @Test
    void standsInTheAddress() {
        var filter = new ListFilter("running", "a&b=c");

        assertThat(ListFilter.of(QueryParameters.fromString(filter.query().getQueryString())))
                .isEqualTo(filter);
        assertThat(new ListFilter("", "").query().getQueryString()).isEmpty();
    }

    @Test
    void ignoresWhatIsNoState() {
        assertThat(ListFilter.of(QueryParameters.fromString("state=dead&search=%20x%20")))
                .isEqualTo(new ListFilter("", "x"));
    }

    @Test
    void knowsWhatItWouldList() {
        var running = FakeApi.sandbox("RUNNING", Instant.EPOCH, null, Map.of("Purpose", "Trying"));
        var ended = FakeApi.sandbox("TERMINATED", Instant.EPOCH, "Over.", Map.of());

        assertThat(new ListFilter("", "").fits(ended)).isTrue();
        assertThat(new ListFilter("running", "").fits(ended)).isFalse();
        assertThat(new ListFilter("ended", "").fits(ended)).isTrue();
        assertThat(new ListFilter("running", "trying").fits(running)).isTrue();
        assertThat(new ListFilter("", running.id()).fits(running)).isTrue();
        assertThat(new ListFilter("", "other").fits(running)).isFalse();
    }
}
