package io.smartboxes.console.usage;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import io.smartboxes.api.v1.UsageReport;
import io.smartboxes.console.words.Amounts;
import java.math.BigDecimal;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Bars of cost: settled in full, estimated hatched and on top. A picture of the table, which says the same in words. */
@Tag("sb-usage-chart")
final class UsageChart extends Component {

    /** More would be thinner than a pixel. */
    private static final int BARS_MAX = 800;

    void show(Grouping grouping, List<UsageReport.Group> groups) {
        ArrayNode bars = JsonNodeFactory.instance.arrayNode();
        groups.stream().limit(BARS_MAX).forEach(group -> {
            var estimated = group.estimated();
            bars.addObject()
                    .put("label", GroupNames.of(grouping, group))
                    .put("settled", new BigDecimal(group.settled().cost()).doubleValue())
                    .put("estimated", estimated == null ? 0 : new BigDecimal(estimated.cost()).doubleValue())
                    .put("text", Amounts.dollars(group.settled().cost()))
                    .put("estimate", estimated == null ? "" : "≈ " + Amounts.dollars(estimated.cost()));
        });
        getElement().setProperty("kind", grouping.isTime() ? "time" : "thing");
        getElement().setPropertyJson("bars", bars);
    }
}
