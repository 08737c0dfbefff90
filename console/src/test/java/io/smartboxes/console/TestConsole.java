package io.smartboxes.console;

import io.smartboxes.console.testing.FakeApi;
import io.smartboxes.console.testing.FakeGateway;
import io.smartboxes.console.testing.FakeProvider;
import io.smartboxes.console.testing.ScriptlessBrowser;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/** The whole console, both areas of it, among stand-ins for all that it talks to. */
final class TestConsole implements AutoCloseable {

    final FakeProvider customers = FakeProvider.start();
    final FakeProvider staff = FakeProvider.start("console-staff");
    final FakeApi api = FakeApi.start();
    final FakeGateway gateway = FakeGateway.start();
    final ConsoleServer server;

    /** @param folder for the files with its secrets */
    TestConsole(Path folder) throws Exception {
        int port = freePort();
        String secret = Files.writeString(folder.resolve("secret"), "hush").toString();
        server = ConsoleServer.start(
                ConsoleSettings.read(Map.of(
                        "listen.port", Integer.toString(port),
                        "public.url", "http://127.0.0.1:" + port,
                        "api.url", api.address().toString(),
                        "gateway.url", gateway.address().toString(),
                        "oidc.issuer", customers.issuer().toString(),
                        "staff.issuer", staff.issuer().toString(),
                        "api.console-secret-file", secret,
                        "oidc.client-secret-file", secret,
                        "staff.client-secret-file", secret)),
                InstantSource.system());
    }

    ScriptlessBrowser browser() {
        return new ScriptlessBrowser(server.port());
    }

    /** As browsers write whose page it is. */
    String origin() {
        return "http://127.0.0.1:" + server.port();
    }

    @Override
    public void close() {
        server.close();
        gateway.close();
        api.close();
        staff.close();
        customers.close();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
