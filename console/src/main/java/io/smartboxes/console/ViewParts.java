package io.smartboxes.console;

import com.vaadin.flow.server.VaadinServletService;
import com.vaadin.flow.server.VaadinSession;
import com.vaadin.flow.server.WrappedHttpSession;
import io.smartboxes.console.client.Addresses;
import io.smartboxes.console.session.ConsoleSession;
import io.smartboxes.console.session.Sessions;
import jakarta.servlet.ServletContext;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What a view's constructor may ask for. */
record ViewParts(Map<Class<?>, Supplier<?>> parts) {

    private static final String ATTRIBUTE = ViewParts.class.getName();

    static void attach(ServletContext context, Addresses addresses, InstantSource clock) {
        context.setAttribute(
                ATTRIBUTE,
                new ViewParts(Map.of(
                        ConsoleSession.class, ViewParts::session,
                        Addresses.class, () -> addresses,
                        InstantSource.class, () -> clock)));
    }

    static ViewParts of(VaadinServletService service) {
        return (ViewParts) service.getServlet().getServletContext().getAttribute(ATTRIBUTE);
    }

    boolean has(Class<?> type) {
        return parts.containsKey(type);
    }

    Object get(Class<?> type) {
        var supplier = parts.get(type);
        if (supplier == null) {
            throw new IllegalStateException("no view can be given a " + type.getName());
        }
        return supplier.get();
    }

    /** There is one, or the filter would not have let the request pass. */
    private static ConsoleSession session() {
        return Optional.ofNullable(
                        (WrappedHttpSession) VaadinSession.getCurrent().getSession())
                .map(session -> (ConsoleSession) session.getHttpSession().getAttribute(Sessions.ATTRIBUTE))
                .orElseThrow(() -> new IllegalStateException("nobody is signed in"));
    }
}
