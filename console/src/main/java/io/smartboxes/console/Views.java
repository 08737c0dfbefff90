package io.smartboxes.console;

import com.vaadin.flow.component.Component;
import io.smartboxes.console.account.AccountView;
import io.smartboxes.console.apikey.ApiKeyListView;
import io.smartboxes.console.audit.AuditView;
import io.smartboxes.console.invitation.InvitationsView;
import io.smartboxes.console.layout.FailureView;
import io.smartboxes.console.layout.FrontView;
import io.smartboxes.console.layout.MissingView;
import io.smartboxes.console.limit.LimitsView;
import io.smartboxes.console.member.MembersView;
import io.smartboxes.console.sandbox.SandboxListView;
import io.smartboxes.console.sandbox.SandboxView;
import io.smartboxes.console.settings.SettingsView;
import io.smartboxes.console.start.GetStartedView;
import io.smartboxes.console.usage.UsageView;
import java.util.List;

/** Every screen there is; a test compares it with what the packages hold. */
final class Views {

    static final List<Class<? extends Component>> ROUTES = List.of(
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
            InvitationsView.class);

    static final List<Class<? extends Component>> ERRORS = List.of(FailureView.class, MissingView.class);

    private Views() {}
}
