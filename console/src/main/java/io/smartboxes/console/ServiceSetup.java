package io.smartboxes.console;

import com.vaadin.flow.server.CustomizedSystemMessages;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.SystemMessages;
import com.vaadin.flow.server.SystemMessagesInfo;
import com.vaadin.flow.server.VaadinServiceInitListener;
import com.vaadin.flow.server.communication.IndexHtmlResponse;
import io.smartboxes.console.layout.Incident;

/** How Vaadin behaves when nothing goes as it should: a page whose session is gone loads itself anew, unasked. */
final class ServiceSetup implements VaadinServiceInitListener {

    private static final long serialVersionUID = 1L;

    @Override
    public void serviceInit(ServiceInitEvent event) {
        var service = event.getSource();
        service.setSystemMessagesProvider(ServiceSetup::messages);
        service.addSessionInitListener(started -> started.getSession().setErrorHandler(new Incident()));
        event.addIndexHtmlRequestListener(ServiceSetup::sayThatItLoads);
        service.addUIInitListener(started -> started.getUI().getPage().addJsModule("context://js/console.js"));
    }

    /** A page whose first screen waits for the API would be white; the style sheet takes the words away with the screen. */
    private static void sayThatItLoads(IndexHtmlResponse page) {
        page.getDocument()
                .body()
                .appendElement("div")
                .addClass("starting")
                .attr("role", "status")
                .text("Loading SmartBoxes…");
    }

    private static SystemMessages messages(SystemMessagesInfo info) {
        var messages = new CustomizedSystemMessages();
        messages.setSessionExpiredNotificationEnabled(false);
        messages.setInternalErrorCaption("Something went wrong");
        messages.setInternalErrorMessage("Click here, or press Escape, to load the page again.");
        return messages;
    }
}
