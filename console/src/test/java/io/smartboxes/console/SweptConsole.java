package io.smartboxes.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.router.RouteConfiguration;
import com.vaadin.flow.server.VaadinServletContext;
import com.vaadin.flow.server.startup.ApplicationRouteRegistry;
import io.smartboxes.api.v1.Limits;
import io.smartboxes.api.v1.Sandbox;
import io.smartboxes.api.v1.StaffMe;
import io.smartboxes.api.v1.StaffTenant;
import io.smartboxes.api.v1.Tenant;
import io.smartboxes.console.client.Json;
import io.smartboxes.console.testing.FakeApi;
import io.smartboxes.console.testing.ScriptedTab;
import io.smartboxes.console.testing.ScriptlessBrowser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;

/** A console with one tenant and one sandbox in it, and those who visit it. */
final class SweptConsole implements AutoCloseable {

    private static final String NOBODYS_TENANT = "tnt_01h455vb4pex5vsknk084sn0zz";
    private static final String INVITATION = "inv_01h455vb4pex5vsknk084sn02q";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestConsole console;
    private final Sandbox sandbox = FakeApi.sandbox("running", Instant.now(), null, Map.of());

    /** @param folder for the files with its secrets */
    SweptConsole(Path folder) throws Exception {
        console = new TestConsole(folder);
        var tenant = new Tenant(console.api.tenant(), "Ada's boxes", true, Instant.EPOCH);
        console.api.sandboxes().add(sandbox);
        console.api.answer("/v1/staff/me", Json.MAPPER.writeValueAsString(new StaffMe("staff@example.com")));
        console.api.answer(
                "/v1/staff/tenants/" + tenant.id(),
                Json.MAPPER.writeValueAsString(new StaffTenant(
                        tenant, List.of(), 1, 0, new Limits(new Limits.Plan("free", "Free"), List.of()))));
    }

    FakeApi api() {
        return console.api;
    }

    /** The customers', the staff's. */
    List<ServletContextHandler> areas() {
        return console.server.areas();
    }

    /** Below which an area's addresses lie. */
    static String prefix(ServletContextHandler area) {
        return area.getContextPath().equals("/") ? "" : area.getContextPath();
    }

    /** The addresses of an area's screens, with the names of their parameters. */
    static List<String> screens(ServletContextHandler area) {
        var registry = ApplicationRouteRegistry.getInstance(new VaadinServletContext(area.getServletContext()));
        return RouteConfiguration.forRegistry(registry).getAvailableRoutes().stream()
                .flatMap(route -> Stream.concat(
                        Stream.of(route.getTemplate()),
                        route.getRouteAliases().stream().map(alias -> alias.getTemplate())))
                .map(template -> "/" + template)
                .distinct()
                .sorted()
                .toList();
    }

    /** What is mapped to a servlet. */
    static List<String> served(ServletContextHandler area) {
        return Arrays.stream(area.getServletHandler().getServletMappings())
                .flatMap(mapping -> Arrays.stream(mapping.getPathSpecs()))
                // The web server's own, behind Vaadin's, which takes everything.
                .filter(path -> !path.equals("/"))
                .toList();
    }

    /** What the address of this visitor's choice calls the tenant, the sandbox, the invitation. */
    String id(String parameter, Visitor visitor) {
        return switch (parameter) {
            case "tenant" -> visitor == Visitor.STRANGER ? NOBODYS_TENANT : api().tenant();
            case "sandbox" -> sandbox.id();
            case "invitation" -> INVITATION;
            default -> throw new AssertionError("an id for the new parameter " + parameter);
        };
    }

    /** The same text with none of them. */
    String withoutIds(String text) {
        return text.replace(sandbox.id(), "ID")
                .replace(api().tenant(), "ID")
                .replace(NOBODYS_TENANT, "ID")
                .replace(INVITATION, "ID");
    }

    /** Something happens to the sandbox, of which open pages hear. */
    void stir() {
        api().tell(sandbox);
    }

    /** A browser of their own, signed in as far as they can. */
    ScriptlessBrowser browser(ServletContextHandler area, Visitor visitor) throws Exception {
        api().role(visitor.role());
        var browser = console.browser();
        switch (visitor) {
            case NOBODY -> {}
            case OTHER_AREA -> browser.get(prefix(area).isEmpty() ? "/staff/" : "/");
            case ENDED -> end(browser, area);
            case MEMBER, VIEWER, STRANGER -> browser.get(prefix(area) + "/");
        }
        return browser;
    }

    /** As the API says it of ended sign-ins and of deleted people. */
    private void end(ScriptlessBrowser browser, ServletContextHandler area) throws Exception {
        browser.get(prefix(area) + "/");
        api().answer(new FakeApi.Answer(401, """
            {"type": "/problems/session_ended", "title": "x", "status": 401, "detail": "This sign-in has ended.", "code": "session_ended"}\
            """));
        try {
            new ScriptedTab(browser, prefix(area)).open(prefix(area).isEmpty() ? "/account" : "/audit");
        } finally {
            api().answer(null);
        }
    }

    /** The first answer, of which all must keep from being framed. */
    static HttpResponse<String> ask(ScriptlessBrowser browser, String path, Consumer<HttpRequest.Builder> more)
            throws Exception {
        var answer = once(browser, path, request -> {
            request.timeout(PATIENCE);
            more.accept(request);
        });
        var policy = answer.headers().firstValue("Content-Security-Policy");
        // What is no address the web server refuses by itself, and nothing of the console's has seen it.
        if (answer.statusCode() != 400 || policy.isPresent()) {
            assertThat(policy.orElse("")).as(path).contains("frame-ancestors 'none'");
            assertThat(answer.headers().firstValue("X-Frame-Options")).hasValue("DENY");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        }
        assertThat(answer.statusCode()).as(path).isLessThan(500);
        return answer;
    }

    private static HttpResponse<String> once(
            ScriptlessBrowser browser, String path, Consumer<HttpRequest.Builder> request) throws Exception {
        try {
            return browser.once(path, request);
        } catch (IOException idle) {
            // The server ended a connection that had been idle, at the moment when it was to be used again.
            return browser.once(path, request);
        }
    }

    /** The status, or where it leads. */
    String outcome(HttpResponse<String> answer) {
        var to = answer.headers().firstValue("Location").map(URI::create);
        if (to.isEmpty()) {
            return String.valueOf(answer.statusCode());
        }
        int port = to.get().getPort();
        if (port == console.customers.issuer().getPort()) {
            return "to sign-in";
        }
        return port == console.staff.issuer().getPort()
                ? "to staff's sign-in"
                : "to " + to.get().getPath();
    }

    String origin() {
        return console.origin();
    }

    @Override
    public void close() {
        console.close();
    }
}
