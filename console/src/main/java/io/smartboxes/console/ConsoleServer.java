package io.smartboxes.console;

import com.vaadin.flow.di.LookupInitializer;
import com.vaadin.flow.server.VaadinServlet;
import com.vaadin.flow.server.communication.JSR356WebsocketInitializer;
import com.vaadin.flow.server.startup.ErrorNavigationTargetInitializer;
import com.vaadin.flow.server.startup.LookupServletContainerInitializer;
import com.vaadin.flow.server.startup.RouteRegistryInitializer;
import com.vaadin.flow.server.startup.VaadinAppShellInitializer;
import io.smartboxes.console.client.Addresses;
import io.smartboxes.console.sandbox.files.FileServlet;
import io.smartboxes.console.session.NoStaffArea;
import io.smartboxes.console.session.ProviderSettings;
import io.smartboxes.console.session.Sessions;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.SessionTrackingMode;
import java.io.IOException;
import java.net.URL;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ResourceServlet;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.ee11.websocket.servlet.WebSocketUpgradeFilter;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.resource.Resource;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The web server: Vaadin on embedded Jetty. Everything that Vaadin would look for on the class path is named, so none is scanned. */
final class ConsoleServer implements AutoCloseable {

    /** A tab asks every few minutes while it is open; this long after the last one, its memory is given back. */
    private static final Duration SESSION_IDLE = Duration.ofMinutes(20);

    private static final int THREADS_MAX = 100;
    private static final int HEADER_BYTES_MAX = 32 * 1024;
    private static final int FORM_BYTES_MAX = 64 * 1024;

    private static final long MIB = 1024 * 1024;

    private final Server server;
    private final ServerConnector connector;
    private final List<Sessions> sessions = new ArrayList<>();
    private final List<ServletContextHandler> areas;

    private ConsoleServer(ConsoleSettings settings, InstantSource clock) throws IOException {
        var threads = new QueuedThreadPool(THREADS_MAX);
        threads.setName("http");
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("http-"));
        server = new Server(threads);
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES_MAX);
        connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(settings.listenHost());
        connector.setPort(settings.listenPort());
        server.addConnector(connector);
        var customers = context(settings, settings.provider(), Views.CUSTOMERS, clock);
        var staff =
                settings.staff() == null ? noStaff(settings) : context(settings, settings.staff(), Views.STAFF, clock);
        areas = List.of(customers, staff);
        server.setHandler(new ContextHandlerCollection(staff, customers));
        server.setStopAtShutdown(false);
    }

    /** Answers once it serves. */
    static ConsoleServer start(ConsoleSettings settings, InstantSource clock) throws IOException {
        var console = new ConsoleServer(settings, clock);
        try {
            console.server.start();
            return console;
        } catch (IOException refused) {
            throw refused;
        } catch (Exception failure) {
            throw new IOException("the web server did not start: " + failure.getMessage(), failure);
        }
    }

    int port() {
        return connector.getLocalPort();
    }

    /** Each with what answers below it: the customers', the staff's. */
    List<ServletContextHandler> areas() {
        return areas;
    }

    void join() throws InterruptedException {
        server.join();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception untidy) {
            throw new IllegalStateException(untidy);
        } finally {
            sessions.forEach(Sessions::close);
        }
    }

    /** An area of its own: its sign-in, its cookie, its sessions and its screens are none of the other's. */
    private ServletContextHandler context(
            ConsoleSettings settings, ProviderSettings provider, Views views, InstantSource clock) throws IOException {
        var own = new Sessions(provider, settings.apiUrl(), settings.consoleSecret(), clock);
        sessions.add(own);
        var context = new ServletContextHandler(
                provider.area().isEmpty() ? "/" : provider.area(),
                ServletContextHandler.SESSIONS | ServletContextHandler.NO_SECURITY);
        context.setClassLoader(ConsoleServer.class.getClassLoader());
        context.setBaseResource(files(context));
        context.setMaxFormContentSize(FORM_BYTES_MAX);
        cookies(context, settings, provider);
        context.addEventListener(own);
        context.addFilter(new FilterHolder(new SecurityHeaders(settings)), "/*", EnumSet.of(DispatcherType.REQUEST));
        context.addFilter(
                new FilterHolder(new OwnPagesOnly(settings.publicUrl())), "/*", EnumSet.of(DispatcherType.REQUEST));
        var filter = new FilterHolder(own.filter());
        filter.setAsyncSupported(true);
        context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
        // Jetty puts one of its own before all others if there is none: nobody would look at who opens a WebSocket.
        var upgrade = new FilterHolder(new WebSocketUpgradeFilter());
        upgrade.setName(WebSocketUpgradeFilter.class.getName());
        upgrade.setAsyncSupported(true);
        context.addFilter(upgrade, "/*", EnumSet.of(DispatcherType.REQUEST));
        context.addServlet(new ServletHolder(new HealthServlet()), "/health");
        // Staff see no files.
        if (provider.area().isEmpty()) {
            context.addServlet(files(settings, own), FileServlet.PREFIX + "/*");
        }
        for (String folder : Set.of("/js/*", "/css/*", "/icons/*")) {
            context.addServlet(ownFiles(), folder);
        }
        vaadin(context, settings, views, clock);
        return context;
    }

    private static ServletHolder files(ConsoleSettings settings, Sessions sessions) {
        var holder = new ServletHolder(
                new FileServlet(sessions::signedIn, settings.gatewayUrl(), settings.uploadMibMax() * MIB));
        holder.setInitOrder(1);
        return holder;
    }

    /** What jars bring for browsers, ours among them. */
    private static Resource files(ServletContextHandler context) throws IOException {
        var factory = ResourceFactory.of(context);
        var folders = Collections.list(ConsoleServer.class.getClassLoader().getResources("META-INF/resources"));
        return ResourceFactory.combine(
                folders.stream().map(URL::toString).map(factory::newResource).toList());
    }

    private static ServletContextHandler noStaff(ConsoleSettings settings) {
        var context = new ServletContextHandler(ConsoleSettings.STAFF_AREA);
        context.addFilter(new FilterHolder(new SecurityHeaders(settings)), "/*", EnumSet.of(DispatcherType.REQUEST));
        context.addServlet(new ServletHolder(new NoStaffArea()), "/*");
        return context;
    }

    private static void cookies(ServletContextHandler context, ConsoleSettings settings, ProviderSettings provider) {
        var handler = context.getSessionHandler();
        handler.setSessionTrackingModes(Set.of(SessionTrackingMode.COOKIE));
        // Browsers do not tell ports apart: two installations on one machine must not share a cookie.
        handler.setSessionCookie((provider.area().isEmpty() ? "smartboxes_console_" : "smartboxes_staff_")
                + Math.max(settings.publicUrl().getPort(), 0));
        handler.setSessionPath(provider.area() + "/");
        handler.setHttpOnly(true);
        handler.setSameSite(HttpCookie.SameSite.LAX);
        handler.setSecureCookies("https".equals(settings.publicUrl().getScheme()));
        handler.setMaxInactiveInterval((int) SESSION_IDLE.toSeconds());
    }

    /** Small, and named the same in every version: browsers ask each time whether theirs is still the right one. */
    private static ServletHolder ownFiles() {
        var holder = new ServletHolder(new ResourceServlet());
        holder.setInitParameter("pathInfoOnly", "false");
        holder.setInitParameter("dirAllowed", "false");
        holder.setInitParameter("etags", "true");
        holder.setInitParameter("cacheControl", "no-cache");
        return holder;
    }

    private static void vaadin(
            ServletContextHandler context, ConsoleSettings settings, Views views, InstantSource clock) {
        ViewParts.attach(context.getServletContext(), new Addresses(settings.apiUrl(), settings.gatewayUrl()), clock);
        context.addServletContainerInitializer(
                new LookupServletContainerInitializer(), LookupInitializer.class, ViewInstantiator.Factory.class);
        context.addServletContainerInitializer(new VaadinAppShellInitializer(), Shell.class);
        context.addServletContainerInitializer(
                new RouteRegistryInitializer(), views.routes().toArray(Class<?>[]::new));
        context.addServletContainerInitializer(
                new ErrorNavigationTargetInitializer(), views.errors().toArray(Class<?>[]::new));
        JakartaWebSocketServletContainerInitializer.configure(context, null);
        context.addEventListener(new JSR356WebsocketInitializer());
        var servlet = new ServletHolder(new VaadinServlet());
        servlet.setAsyncSupported(true);
        servlet.setInitOrder(1);
        servlet.setInitParameter("productionMode", "true");
        // A tab that was closed is noticed after three missed beats.
        servlet.setInitParameter("heartbeatInterval", "120");
        context.addServlet(servlet, "/*");
    }
}
