package io.smartboxes.console;

import com.vaadin.flow.component.Component;
import io.smartboxes.console.account.AccountView;
import io.smartboxes.console.apikey.ApiKeyListView;
import io.smartboxes.console.audit.AuditView;
import io.smartboxes.console.invitation.InvitationsView;
import io.smartboxes.console.layout.FailureView;
import io.smartboxes.console.layout.FrontView;
import io.smartboxes.console.layout.MissingView;
import io.smartboxes.console.layout.StaffFailureView;
import io.smartboxes.console.layout.StaffMissingView;
import io.smartboxes.console.limit.LimitsView;
import io.smartboxes.console.member.MembersView;
import io.smartboxes.console.sandbox.SandboxListView;
import io.smartboxes.console.sandbox.SandboxView;
import io.smartboxes.console.settings.SettingsView;
import io.smartboxes.console.staff.StaffAuditView;
import io.smartboxes.console.staff.StaffSearchView;
import io.smartboxes.console.staff.StaffTenantView;
import io.smartboxes.console.start.GetStartedView;
import io.smartboxes.console.usage.UsageView;
import java.util.List;

/** Every screen of one area; a test compares them all with what the packages hold. */
record Views(List<Class<? extends Component>> routes, List<Class<? extends Component>> errors) {

    static final Views CUSTOMERS = new Views(
            List.of(
                    FrontView.class,
                    GetStartedView.class,
                    SandboxListView.class,
                    SandboxView.class,
                    ApiKeyListView.class,
                    UsageView.class,
                    LimitsView.class,
                    MembersView.class,
                    AuditView.class,
                    SettingsView.class,
                    AccountView.class,
                    InvitationsView.class),
            List.of(FailureView.class, MissingView.class));

    static final Views STAFF = new Views(
            List.of(StaffSearchView.class, StaffTenantView.class, StaffAuditView.class),
            List.of(StaffFailureView.class, StaffMissingView.class));

    Views {
        routes = List.copyOf(routes);
        errors = List.copyOf(errors);
    }
}
