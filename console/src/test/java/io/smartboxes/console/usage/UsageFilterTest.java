package io.smartboxes.console.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.router.QueryParameters;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UsageFilterTest {

    private static final Instant NOW = Instant.parse("2026-03-31T10:20:30Z");

    @Test
    void isReadFromTheAddressAndWrittenToIt() {
        var filter = UsageFilter.of(QueryParameters.fromString("period=week&by=sandbox"));

        assertThat(filter).isEqualTo(new UsageFilter(Period.WEEK, Grouping.SANDBOX));
        assertThat(UsageFilter.of(filter.query())).isEqualTo(filter);
        assertThat(UsageFilter.of(QueryParameters.fromString("period=x&by=y")))
                .isEqualTo(new UsageFilter(Period.MONTH, Grouping.DAY));
    }

    @Test
    void meansTimesOfFullHours() {
        assertThat(Period.DAY.from(NOW)).isEqualTo("2026-03-30T11:00:00Z");
        assertThat(Period.DAY.to(NOW)).isEqualTo("2026-03-31T11:00:00Z");
        assertThat(Period.WEEK.from(NOW)).isEqualTo("2026-03-25T00:00:00Z");
        assertThat(Period.MONTH.from(NOW)).isEqualTo("2026-03-01T00:00:00Z");
        assertThat(Period.BEFORE.from(NOW)).isEqualTo("2026-02-01T00:00:00Z");
        assertThat(Period.BEFORE.to(NOW)).isEqualTo("2026-03-01T00:00:00Z");
    }
}
