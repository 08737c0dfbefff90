package io.smartboxes.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Host label before headers before signature, and never a guess. */
class AddressingTest {

    private static final String ID = "sbx00000000000000000000000000";

    @ParameterizedTest
    @CsvSource({
        // host, id header, port header -> id, port
        "localhost:8081,            " + ID + ", ,      " + ID + ", 49983",
        "127.0.0.1:8081,            " + ID + ", 3000,  " + ID + ", 3000",
        "[::1]:8081,                " + ID + ", 65535, " + ID + ", 65535",
        "sandbox.example.com,       " + ID + ", 1,     " + ID + ", 1",
        "any.name.example.com,      " + ID + ", 49999, " + ID + ", 49999",
        "'',                        " + ID + ", ,      " + ID + ", 49983",
        "3000-" + ID + ".a.test,    , ,                " + ID + ", 3000",
        "3000-" + ID + ".a.test:80, , ,                " + ID + ", 3000",
        "3000-" + ID + ".localhost, , ,                " + ID + ", 3000",
        "3000-" + ID + "-c1.a.test, , ,                " + ID + ", 3000",
        "3000-" + ID + ".a.test,    " + ID + ", 3000,  " + ID + ", 3000",
        "3000-iabc123.a.test,       , ,                iabc123, 3000",
        // A machine's own name that looks like a label gives way to headers.
        "10-box.example.com,        " + ID + ", ,      " + ID + ", 49983",
        "10-0-0-1.example.com,      " + ID + ", ,      " + ID + ", 49983",
        // Without a dot there is no label.
        "3000-" + ID + ",           " + ID + ", ,      " + ID + ", 49983",
    })
    void findsTheSandbox(String host, String idHeader, String portHeader, String id, int port) {
        Address address = read("GET", "/x?y", host, idHeader, portHeader);

        assertThat(address).isEqualTo(new Address.Sandbox(id, port, "/x?y"));
    }

    @Test
    void readsHostsWithoutRegardToCase() {
        Address address = read("GET", "/", ("3000-" + ID).toUpperCase(Locale.ROOT) + ".A.Test", null, null);

        assertThat(address).isEqualTo(new Address.Sandbox(ID, 3000, "/"));
    }

    @ParameterizedTest
    @CsvSource({"GET, true", "HEAD, true", "POST, false", "DELETE, false"})
    void isAskedForItsOwnHealthWithoutASandbox(String method, boolean isOwn) {
        Address address = read(method, "/health", "localhost", null, null);

        assertThat(address instanceof Address.OwnHealth).isEqualTo(isOwn);
    }

    @Test
    void isNotAskedForItsOwnHealthOnASandboxsHost() {
        assertThat(read("GET", "/health", "49983-" + ID + ".a.test", null, null))
                .isInstanceOf(Address.Sandbox.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST"})
    void takesASignedFileWithoutASandbox(String method) {
        assertThat(read(method, "/files?path=a&signature=v1_x", "localhost", null, null))
                .isInstanceOf(Address.Signed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/files",
                "/files?path=a",
                "/files?path=a&signature=",
                "/files/x?signature=v1_x",
                "/",
                "/sandboxes"
            })
    void refusesWhatNamesNothing(String target) {
        assertThat(read("GET", target, "localhost", null, null)).isInstanceOf(Address.Bad.class);
    }

    @Test
    void refusesASignedFileWithAMethodThatSignsNothing() {
        assertThat(read("DELETE", "/files?path=a&signature=v1_x", "localhost", null, null))
                .isInstanceOf(Address.Bad.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "", "a", "http://", "http://other/x", "https://localhost:1/x", "javascript:x"})
    void refusesTargetsThatAreNoPathOfTheHost(String target) {
        assertThat(read("OPTIONS", target, "localhost", ID, null)).isInstanceOf(Address.Bad.class);
    }

    @ParameterizedTest
    @CsvSource({"http://localhost, /", "http://LOCALHOST/a?b, /a?b", "https://localhost?q, /?q"})
    void turnsAbsoluteTargetsIntoPaths(String target, String path) {
        assertThat(read("GET", target, "localhost", ID, null)).isEqualTo(new Address.Sandbox(ID, 49983, path));
    }

    @Test
    void saysWhatIsWrong() {
        Address address = read("GET", "/", "70000-" + ID + ".a.test", null, null);

        assertThat(address)
                .isEqualTo(new Address.Bad(
                        new Refusal.Other(400, "The port in the host must be a number from 1 to 65535")));
    }

    private static Address read(String method, String target, String host, String id, String port) {
        return Addressing.of(new RequestHead(method, target, list(host), list(id), list(port), List.of()));
    }

    private static List<String> list(String... values) {
        return Arrays.stream(values).filter(value -> value != null).toList();
    }
}
