package io.smartboxes.console.session;

import io.smartboxes.api.e2b.CreatedSandbox;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.client.SandboxFiles;
import io.smartboxes.console.client.Sandboxes;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The person's own tokens of sandboxes that they opened here, which no browser is ever given. They grant nothing by being
 * remembered: the gateway asks whether their holder still may.
 */
final class OpenedSandboxes {

    private static final int REMEMBERED_MAX = 50;

    private final HttpClient http;
    private final Map<String, String> tokens = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > REMEMBERED_MAX;
        }
    };

    OpenedSandboxes(HttpClient http) {
        this.http = http;
    }

    Reply<SandboxFiles> files(Sandboxes api, URI gateway, String tenant, String sandbox) {
        String name = tenant + "/" + sandbox;
        var known = known(name);
        return known == null
                ? opened(api.open(sandbox), name, gateway, sandbox)
                : new Reply.Ok<>(files(name, gateway, sandbox, known));
    }

    private Reply<SandboxFiles> opened(Reply<CreatedSandbox> reply, String name, URI gateway, String sandbox) {
        if (!(reply instanceof Reply.Ok<CreatedSandbox>(var answer))) {
            return reply.map(created -> files(name, gateway, sandbox, ""));
        }
        var token = answer.envdAccessToken();
        if (token == null) {
            return new Reply.Refused<>(403, "role_forbids", "", "You may not open this sandbox.", null);
        }
        synchronized (tokens) {
            tokens.put(name, token);
        }
        return new Reply.Ok<>(files(name, gateway, sandbox, token));
    }

    private SandboxFiles files(String name, URI gateway, String sandbox, String token) {
        return new SandboxFiles(http, gateway, sandbox, token, () -> forget(name));
    }

    private @Nullable String known(String name) {
        synchronized (tokens) {
            return tokens.get(name);
        }
    }

    /** So that the API is asked next time, which says why. */
    private void forget(String name) {
        synchronized (tokens) {
            tokens.remove(name);
        }
    }
}
