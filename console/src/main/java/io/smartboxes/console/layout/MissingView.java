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

/** For addresses that lead nowhere, or to another tenant's things. */
@ParentLayout(ConsoleLayout.class)
public class MissingView extends Div implements HasErrorParameter<NotFoundException>, HasDynamicTitle {

    public MissingView() {
        this("The link may be wrong, or this belongs to a tenant that you are not a member of.", "To the front page");
    }

    MissingView(String why, String wayOut) {
        addClassName("screen");
        getElement().setAttribute("role", "main");
        add(Message.missing(why).action(wayOut, () -> UI.getCurrent().navigate("")));
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
