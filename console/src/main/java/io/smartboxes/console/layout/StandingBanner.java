package io.smartboxes.console.layout;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import io.smartboxes.api.v1.Me;
import io.smartboxes.api.v1.TenantStanding;
import io.smartboxes.console.component.Moment;
import io.smartboxes.console.component.Symbol;

/** Says what keeps the tenant from going on as usual, and what to do about it. */
final class StandingBanner extends Div {

    StandingBanner() {
        addClassName("banner");
        getElement().setAttribute("role", "status");
    }

    void show(Me me, String tenant) {
        removeAll();
        me.memberships().stream()
                .map(Me.Membership::tenant)
                .filter(each -> each.id().equals(tenant))
                .findFirst()
                .ifPresent(each -> tell(each.standing()));
    }

    private void tell(@org.jspecify.annotations.Nullable TenantStanding standing) {
        if (standing == null) {
            return;
        }
        var words = new Span(standing.cause() + " " + standing.cure());
        var until = standing.until();
        if (until != null) {
            words.add(new Span(" Until "), Moment.absolute(until), new Span("."));
        }
        add(Symbol.ALERT.icon(), words);
    }
}
