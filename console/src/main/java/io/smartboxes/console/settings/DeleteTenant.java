package io.smartboxes.console.settings;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.smartboxes.api.v1.Tenant;

/** Deletes a tenant for whoever writes its name. */
final class DeleteTenant extends Dialog {

    DeleteTenant(Tenant tenant, Runnable act) {
        setHeaderTitle("Delete " + tenant.name() + "?");
        var delete = new Button("Delete tenant", click -> {
            close();
            act.run();
        });
        delete.addThemeVariants(ButtonVariant.PRIMARY, ButtonVariant.ERROR);
        delete.setEnabled(false);
        var name = new TextField("Write its name to confirm");
        name.setHelperText(tenant.name());
        name.setValueChangeMode(ValueChangeMode.EAGER);
        name.addValueChangeListener(changed -> delete.setEnabled(
                changed.getValue().strip().equals(tenant.name().strip())));
        var form = new Div(
                new Paragraph(
                        "All sandboxes end now, with every file in them, and programs get an error. New ones cannot be"
                                + " made. An owner can restore the tenant for a week."),
                name);
        form.addClassName("form");
        add(form);
        getFooter().add(new Button("Cancel", click -> close()), delete);
    }
}
