package io.smartboxes.console.layout;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.ParentLayout;
import io.smartboxes.console.component.Message;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** For mistakes of the console's own. */
@ParentLayout(ConsoleLayout.class)
public class FailureView extends Div implements HasErrorParameter<Exception>, HasDynamicTitle {

    private static final Logger LOG = LoggerFactory.getLogger(FailureView.class);

    public FailureView() {
        addClassName("screen");
        getElement().setAttribute("role", "main");
    }

    @Override
    public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<Exception> parameter) {
        var incident = Incident.log(LOG, parameter.getCaughtException());
        add(Message.failed(
                        "Something went wrong here",
                        "That was our mistake, not yours. Nothing was changed by showing this page.",
                        incident)
                .action("Try again", () -> UI.getCurrent().refreshCurrentRoute(true)));
        return HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    }

    @Override
    public String getPageTitle() {
        return "Something went wrong · SmartBoxes";
    }
}
