package io.smartboxes.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.console.testing.LiveConnection;
import io.smartboxes.console.testing.ScriptedTab;
import io.smartboxes.console.testing.ScriptlessBrowser;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;

/** Asks for everything that is no screen, and says in the words of the table what is answered. */
final class SweptResources {

    static final String ELSEWHERE = "http://elsewhere.test";

    private final SweptConsole console;
    private final ServletContextHandler area;
    private final Map<Visitor, ScriptlessBrowser> browsers = new EnumMap<>(Visitor.class);

    SweptResources(SweptConsole console, ServletContextHandler area) throws Exception {
        this.console = console;
        this.area = area;
        for (Visitor visitor : Visitor.values()) {
            browsers.put(visitor, console.browser(area, visitor));
        }
    }

    /** Each servlet's, and what answers before any of them. */
    List<SweptResource> all() {
        var served = SweptConsole.served(area);
        assertThat(SweptResource.all().stream().map(SweptResource::mapping))
                .as("a servlet that nobody asks")
                .containsAll(served);
        return SweptResource.all().stream()
                .filter(resource -> served.contains(resource.mapping()))
                .toList();
    }

    String answer(SweptResource resource, Visitor visitor) throws Exception {
        return answer(resource, visitor, parameter -> console.id(parameter, visitor));
    }

    String malformed(SweptResource resource, List<String> ids) throws Exception {
        if (!resource.hasIds()) {
            return "-";
        }
        var answers = new TreeSet<String>();
        for (String id : ids) {
            for (String place : List.of("tenant", "sandbox")) {
                answers.add(answer(
                        resource,
                        Visitor.MEMBER,
                        parameter -> parameter.equals(place) ? id : console.id(parameter, Visitor.MEMBER)));
            }
        }
        return String.join(", ", answers);
    }

    /** The sandboxes of the tenant that the visitor names, on a page of their own. */
    ScriptedTab openPage(Visitor visitor) throws Exception {
        return new ScriptedTab(browsers.get(visitor), SweptConsole.prefix(area))
                .open("/t/" + console.id("tenant", visitor) + "/sandboxes");
    }

    /** What comes of opening that page's live connection, in the visitor's browser. */
    String live(ScriptedTab page, Visitor visitor, String origin) throws Exception {
        try (var connection = LiveConnection.open(browser(visitor), page.push(), origin)) {
            return connection.isTold(console::stir) ? "told what changes" : "told that it is gone";
        } catch (LiveConnection.RefusedException refused) {
            return String.valueOf(refused.status());
        }
    }

    private ScriptlessBrowser browser(Visitor visitor) throws Exception {
        // Whoever comes to a page with an ended sign-in is rid of it afterwards.
        return visitor == Visitor.ENDED ? console.browser(area, visitor) : browsers.get(visitor);
    }

    private String answer(SweptResource resource, Visitor visitor, UnaryOperator<String> ids) throws Exception {
        String own = answer(resource, visitor, ids, List.of());
        String foreign = answer(resource, visitor, ids, List.of("Origin", ELSEWHERE, "Sec-Fetch-Site", "cross-site"));
        return own.equals(foreign) ? own : own + " (" + foreign + " on another site's page)";
    }

    private String answer(SweptResource resource, Visitor visitor, UnaryOperator<String> ids, List<String> more)
            throws Exception {
        console.api().role(visitor.role());
        String path = resource.path();
        for (String parameter : resource.hasIds() ? List.of("tenant", "sandbox") : List.<String>of()) {
            path = path.replace(":" + parameter, URLEncoder.encode(ids.apply(parameter), StandardCharsets.UTF_8));
        }
        var body = resource.method().equals("POST") ? BodyPublishers.ofString("{}") : BodyPublishers.noBody();
        var headers = Stream.concat(resource.headers().stream(), more.stream()).toArray(String[]::new);
        return console.outcome(SweptConsole.ask(browser(visitor), SweptConsole.prefix(area) + path, request -> {
            request.method(resource.method(), body);
            if (headers.length > 0) {
                request.headers(headers);
            }
        }));
    }
}
