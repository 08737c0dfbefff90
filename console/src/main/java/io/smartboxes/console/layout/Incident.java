package io.smartboxes.console.layout;

import com.vaadin.flow.server.ErrorEvent;
import com.vaadin.flow.server.ErrorHandler;
import io.smartboxes.console.component.Notice;
import io.smartboxes.id.RequestId;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mistakes of the console's own: each is logged once, under an id that the person sees too. */
public final class Incident implements ErrorHandler {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(Incident.class);

    public static String log(Logger log, Throwable failure) {
        var id = RequestId.next(InstantSource.system()).toString();
        log.error("event=console-failed requestId={}", id, failure);
        return id;
    }

    @Override
    public void error(ErrorEvent event) {
        var id = log(LOG, event.getThrowable());
        if (com.vaadin.flow.component.UI.getCurrent() != null) {
            Notice.failed("Something went wrong here. Request " + id);
        }
    }
}
