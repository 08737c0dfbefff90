package io.smartboxes.console.layout;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.ParentLayout;
import io.smartboxes.console.component.Message;
import jakarta.servlet.http.HttpServletResponse;

/** For addresses of the staff area that lead nowhere. */
@ParentLayout(StaffLayout.class)
public final class StaffMissingView extends Div implements HasErrorParameter<NotFoundException>, HasDynamicTitle {

    public StaffMissingView() {
        addClassName("screen");
        getElement().setAttribute("role", "main");
        add(Message.missing("The link may be wrong, or what it leads to is gone.")
                .action("Search", () -> UI.getCurrent().navigate("")));
    }

    @Override
    public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<NotFoundException> parameter) {
        return HttpServletResponse.SC_NOT_FOUND;
    }

    @Override
    public String getPageTitle() {
        return "Nothing here · SmartBoxes";
    }
}
