package io.smartboxes.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Allowed are every port of the sandbox and the guest's public routes; everything else is refused. */
class TrafficPolicyTest {

    private static final String ID = "sbx00000000000000000000000000";

    @Test
    void allowsEveryPortAndNoOther() {
        for (int port = -1; port <= 65_537; port++) {
            boolean isPort = port >= 1 && port <= 65_535;

            assertThat(isAllowed(port, "GET", "/")).as("port %d", port).isEqualTo(isPort);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"init", "freeze", "unfreeze", "collapse", "fsfreeze", "fsthaw", "upgrade"})
    void hidesInternalRoutesInEveryDisguise(String route) {
        String[] disguises = {
            "/%s",
            "/%s/",
            "/%s?x=1",
            "//%s",
            "/./%s",
            "/a/../%s",
            "/%%2e/%s",
            "/%s;v=1",
            "/%s#x",
            "/%s/deeper",
            "\\%s",
            "/%s%%20",
        };
        for (String method : new String[] {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "ODD"}) {
            for (String disguise : disguises) {
                assertHidden(method, disguise.formatted(route));
            }
            assertHidden(method, "/" + route.toUpperCase(Locale.ROOT));
            assertHidden(method, "/" + escaped(route));
            assertHidden(method, "/" + escaped(route).replace("%", "%25"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/health",
                "/metrics",
                "/envs",
                "/files?path=/init",
                "/files/compose",
                "/process.Process/Start",
                "/filesystem.Filesystem/WatchDir",
                "/initial",
                "/reinit",
                "/a/init",
            })
    void allowsTheGuestsPublicRoutes(String target) {
        assertThat(isAllowed(49_983, "POST", target)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/init", "/freeze", "/upgrade?x", "/%zz"})
    void leavesTheSandboxsOwnServersAlone(String target) {
        assertThat(isAllowed(3_000, "POST", target)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT", "TRACE"})
    void refusesMethodsThatTalkToProxies(String method) {
        assertThat(status(3_000, method, "/")).isEqualTo(405);
        assertThat(status(49_983, method, "/")).isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%", "/%zz", "/%4"})
    void refusesGuestPathsThatCannotBeRead(String target) {
        assertThat(status(49_983, "GET", target)).isEqualTo(400);
    }

    private static void assertHidden(String method, String target) {
        assertThat(status(49_983, method, target)).as("%s %s", method, target).isEqualTo(404);
    }

    private static String escaped(String text) {
        var escaped = new StringBuilder();
        text.chars().forEach(character -> escaped.append("%%%02x".formatted(character)));
        return escaped.toString();
    }

    private static boolean isAllowed(int port, String method, String target) {
        return status(port, method, target) == 0;
    }

    /** Of the refusal; 0 when there is none. */
    private static int status(int port, String method, String target) {
        return switch (TrafficPolicy.decide(new TrafficRequest(ID, port, method, target))) {
            case TrafficDecision.Allowed() -> 0;
            case TrafficDecision.Refused refused -> refused.refusal().status();
        };
    }
}
