package io.smartboxes.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.console.sandbox.SandboxTabs;
import io.smartboxes.console.staff.TenantTabs;
import io.smartboxes.console.testing.FakeApi;
import io.smartboxes.console.testing.ScriptedTab;
import io.smartboxes.console.testing.ScriptlessBrowser;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.jspecify.annotations.Nullable;

/** Opens every screen, and says in the words of the table what is seen of it and asked for it. */
record SweptScreens(SweptConsole console, ServletContextHandler area) {

    /** What every screen's frame asks in the person's own name. */
    private static final Set<String> FRAME = Set.of("/v1/events", "/v1/me", "/v1/staff/me", "/v1/me/invitations");

    private static final String BROKEN = "Something went wrong here";

    /** Addresses as the router knows them; one for each tab. */
    List<String> all() {
        return SweptConsole.screens(area).stream()
                .flatMap(template ->
                        tabs(template).stream().map(tab -> template.replace("/:tab?", tab.isEmpty() ? "" : "/" + tab)))
                .toList();
    }

    private static List<String> tabs(String template) {
        if (!template.endsWith("/:tab?")) {
            return List.of("");
        }
        return template.contains("/:sandbox/") ? SandboxTabs.paths() : TenantTabs.paths();
    }

    String answer(String template, Visitor visitor) throws Exception {
        var browser = console.browser(area, visitor);
        return answer(browser, template, visitor, parameter -> console.id(parameter, visitor));
    }

    /** Of all malformed ids, each in the place of each. */
    String malformed(String template, List<String> ids) throws Exception {
        if (parameters(template).isEmpty()) {
            return "-";
        }
        var answers = new TreeSet<String>();
        for (String id : ids) {
            for (String place : parameters(template)) {
                var browser = console.browser(area, Visitor.MEMBER);
                String answer = answer(
                        browser,
                        template,
                        Visitor.MEMBER,
                        parameter -> parameter.equals(place) ? id : console.id(parameter, Visitor.MEMBER));
                answers.add(
                        answer.replace(encoded(id), "ID").replace(encoded(id).replace("%20", "+"), "ID"));
            }
        }
        return String.join("; ", answers);
    }

    private String answer(ScriptlessBrowser browser, String template, Visitor visitor, UnaryOperator<String> ids)
            throws Exception {
        var page = SweptConsole.ask(
                browser,
                SweptConsole.prefix(area) + address(template, parameter -> encoded(ids.apply(parameter))),
                request -> {});
        if (page.headers().firstValue("Location").isPresent() || !visitor.isSignedIn()) {
            return console.outcome(page);
        }
        // Pages of other sign-ins are still open and may ask something, each with a token of its own.
        var others = tokens(console.api().calls());
        var tab = new ScriptedTab(browser, SweptConsole.prefix(area)).open(address(template, ids));
        var calls = console.api().calls().stream()
                .filter(call -> !others.contains(String.valueOf(call.header("Authorization"))))
                .toList();
        return seen(tab) + asked(calls, template.contains(":tenant") ? ids.apply("tenant") : null);
    }

    private static Set<String> tokens(List<FakeApi.Call> calls) {
        return calls.stream()
                .map(call -> String.valueOf(call.header("Authorization")))
                .collect(Collectors.toSet());
    }

    private static String address(String template, UnaryOperator<String> ids) {
        return Arrays.stream(template.split("/", -1))
                .map(part -> part.startsWith(":") ? ids.apply(name(part)) : part)
                .collect(Collectors.joining("/"));
    }

    private static List<String> parameters(String template) {
        return Arrays.stream(template.split("/"))
                .filter(part -> part.startsWith(":"))
                .map(SweptScreens::name)
                .toList();
    }

    private static String name(String part) {
        return part.replaceAll("[:?]", "");
    }

    private static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private String seen(ScriptedTab tab) {
        var headings = Stream.concat(tab.texts("h1").stream(), tab.texts("h2").stream())
                .filter(text -> !text.isEmpty())
                .toList();
        assertThat(headings).doesNotContain(BROKEN);
        return console.withoutIds(headings.isEmpty() ? "nothing" : headings.getFirst())
                .replaceAll("sbx\\w+…\\w+", "its short id");
    }

    /** What the API was asked, in the person's name and for no tenant but the one in the address. */
    private String asked(List<FakeApi.Call> calls, @Nullable String tenant) {
        var asked = calls.stream()
                .filter(call -> !FRAME.contains(URI.create(call.path()).getPath()))
                .map(call -> {
                    assertThat(call.header("Authorization")).startsWith("Bearer access-");
                    String named = call.header("Smartboxes-Tenant");
                    if (tenant != null && named != null) {
                        assertThat(named).as(call.path()).isEqualTo(tenant);
                    }
                    return call.method() + " "
                            + console.withoutIds(URI.create(call.path()).getRawPath());
                })
                .collect(Collectors.toCollection(TreeSet::new));
        return asked.isEmpty() ? "" : ", asks " + String.join(", ", asked);
    }
}
