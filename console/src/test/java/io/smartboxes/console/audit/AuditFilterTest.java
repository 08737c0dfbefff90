package io.smartboxes.console.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.router.QueryParameters;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditFilterTest {

    @Test
    void findsItsFilterInTheAddressAgain() {
        var filter =
                new AuditFilter(Map.of()).with(AuditFilter.ACTION, "sandbox").with(AuditFilter.OUTCOME, "refused");

        assertThat(AuditFilter.of(filter.query())).isEqualTo(filter);
        assertThat(AuditFilter.of(QueryParameters.simple(Map.of("action", " ", "other", "x")))
                        .isEmpty())
                .isTrue();
        assertThat(filter.with(AuditFilter.ACTION, "").values()).containsOnlyKeys(AuditFilter.OUTCOME);
    }
}
