package io.smartboxes.console.settings;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import io.smartboxes.api.v1.Me;
import io.smartboxes.api.v1.Member;
import io.smartboxes.api.v1.Tenant;
import io.smartboxes.console.client.Members;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.client.Tenants;
import io.smartboxes.console.component.Confirmation;
import io.smartboxes.console.component.CopyableId;
import io.smartboxes.console.component.Message;
import io.smartboxes.console.component.Moment;
import io.smartboxes.console.component.Notice;
import io.smartboxes.console.component.PropertyList;
import io.smartboxes.console.layout.ConsoleLayout;
import io.smartboxes.console.layout.ScreenView;
import io.smartboxes.console.navigation.Place;
import io.smartboxes.console.navigation.Role;
import io.smartboxes.console.session.ConsoleSession;
import java.util.ArrayList;
import java.util.List;

/** A tenant's name, to whom it belongs, and its end. */
@Route(value = Place.Path.SETTINGS, layout = ConsoleLayout.class)
public final class SettingsView extends ScreenView {

    private static final int NAME_MAX = 100;

    public SettingsView(ConsoleSession session) {
        super(session, Place.SETTINGS.title());
    }

    @Override
    protected void enter(BeforeEnterEvent event) {
        if (!role().administers()) {
            show(Message.forbidden("A tenant's settings are for its owners and admins."));
            return;
        }
        show(new Tenants(api()).get(tenant()), this::show);
    }

    private void show(Tenant tenant) {
        var parts = new ArrayList<Component>(List.of(name(tenant)));
        if (role() == Role.OWNER) {
            parts.add(transfer(tenant));
            parts.add(end(tenant));
        }
        show(parts.toArray(Component[]::new));
    }

    private Component name(Tenant tenant) {
        var name = new TextField("Name");
        name.setValue(tenant.name());
        name.setMaxLength(NAME_MAX);
        name.setRequired(true);
        var save = new Button("Save", click -> rename(name.getValue()));
        save.addThemeVariants(ButtonVariant.PRIMARY);
        var row = new Div(name, save);
        row.addClassName("field-row");
        return panel(
                "Tenant",
                row,
                new PropertyList()
                        .add("Id", new CopyableId(tenant.id()).whole())
                        .add("Made", Moment.absolute(tenant.createdAt())));
    }

    private void rename(String name) {
        tell(new Tenants(api()).rename(tenant(), name.strip()), "The tenant has its new name.");
    }

    private Component transfer(Tenant tenant) {
        var heirs = new ComboBox<Member>("New owner");
        heirs.setItems(others());
        heirs.setItemLabelGenerator(
                member -> member.name() == null ? member.email() : member.name() + " (" + member.email() + ")");
        var give = new Button("Transfer", click -> {
            var heir = heirs.getValue();
            if (heir != null) {
                askTransfer(tenant, heir);
            }
        });
        var row = new Div(heirs, give);
        row.addClassName("field-row");
        return panel(
                "Transfer",
                new Paragraph("Makes another member the owner. You stay as admin, and cannot take it back yourself."),
                row);
    }

    private List<Member> others() {
        return new Members(api()).all() instanceof Reply.Ok<List<Member>>(var members)
                ? members.stream().filter(member -> !isMe(member)).toList()
                : List.of();
    }

    private boolean isMe(Member member) {
        return session().me() instanceof Reply.Ok<Me>(var me) && me.user().id().equals(member.id());
    }

    private void askTransfer(Tenant tenant, Member heir) {
        new Confirmation(
                        "Transfer " + tenant.name() + "?",
                        new Paragraph(heir.email()
                                + " becomes owner and may do everything, also delete the tenant. You become"
                                + " admin."),
                        "Transfer",
                        () -> tell(
                                new Tenants(api()).transfer(tenant(), heir.id()), heir.email() + " is the owner now."))
                .open();
    }

    private Component end(Tenant tenant) {
        var standing = tenant.standing();
        if (standing != null && standing.code().equals("closing")) {
            var restore = new Button(
                    "Restore",
                    click -> tell(
                            new Tenants(api()).restore(tenant()),
                            "The tenant is restored. What has ended stays ended."));
            restore.addThemeVariants(ButtonVariant.PRIMARY);
            var sentence = new Paragraph("This tenant is being deleted. It can be restored until ");
            var until = standing.until();
            if (until != null) {
                sentence.add(Moment.absolute(until));
            }
            return panel("Delete", sentence, restore);
        }
        var delete = new Button("Delete tenant", click -> new DeleteTenant(tenant, this::delete).open());
        delete.addThemeVariants(ButtonVariant.ERROR);
        return panel(
                "Delete",
                new Paragraph(
                        "Ends every sandbox at once. For a week it can be restored; then members, keys and everything"
                                + " else are gone."),
                delete);
    }

    private void delete() {
        tell(new Tenants(api()).delete(tenant()), "The tenant is being deleted. You can restore it here for a week.");
    }

    private void tell(Reply<?> reply, String done) {
        var complaint = reply.complaint();
        if (complaint != null) {
            Notice.failed(complaint);
            return;
        }
        Notice.done(done);
        var unused = session().loadMe();
        UI.getCurrent().refreshCurrentRoute(true);
    }

    private static Div panel(String title, Component... content) {
        var panel = new Div(new H2(title));
        panel.addClassName("panel");
        panel.add(content);
        return panel;
    }
}
