package io.smartboxes.console.client;

import io.smartboxes.api.e2b.CreatedSandbox;
import io.smartboxes.api.e2b.SandboxMetric;
import io.smartboxes.api.e2b.SandboxTimeout;
import io.smartboxes.api.v1.NewTerminalTicket;
import io.smartboxes.api.v1.Sandbox;
import io.smartboxes.api.v1.SandboxHistory;
import io.smartboxes.api.v1.SandboxList;
import io.smartboxes.api.v1.TerminalTicket;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A tenant's sandboxes. */
public final class Sandboxes {

    private static final String PATH = "/v1/sandboxes";

    private final ApiClient api;

    public Sandboxes(ApiClient api) {
        this.api = api;
    }

    /**
     * Which ones, and how many at once.
     *
     * @param state running, ended, or empty for both
     * @param search an id, or part of a name or of metadata; empty for all
     * @param after the token of the page before
     */
    public record Query(
            String state,
            String search,
            int limit,
            @Nullable String after) {

        String spell() {
            var query = new StringJoiner("&", "?", "");
            query.add("limit=" + limit);
            add(query, "state", state);
            add(query, "search", search);
            add(query, "nextToken", after);
            return query.toString();
        }

        private static void add(StringJoiner query, String name, @Nullable String value) {
            if (value != null && !value.isEmpty()) {
                query.add(name + "=" + Url.part(value));
            }
        }
    }

    /** Newest first. */
    public Reply<SandboxList> list(Query query) {
        return api.get(PATH + query.spell(), SandboxList.class);
    }

    /** Those made with this key that run, newest first. */
    public Reply<SandboxList> runningBy(String apiKey, int limit) {
        return api.get(PATH + "?state=running&limit=" + limit + "&apiKey=" + Url.part(apiKey), SandboxList.class);
    }

    public Reply<Sandbox> get(String id) {
        return api.get(PATH + "/" + Url.part(id), Sandbox.class);
    }

    /** What happened to it, newest first. */
    public Reply<SandboxHistory> history(String id, @Nullable String after) {
        return api.get(PATH + "/" + Url.part(id) + "/events?limit=100" + Url.next(after), SandboxHistory.class);
    }

    /** What it used since then, oldest first. */
    public Reply<SandboxMetric[]> metrics(String id, Instant from) {
        return api.get("/sandboxes/" + Url.part(id) + "/metrics?start=" + from.getEpochSecond(), SandboxMetric[].class);
    }

    /**
     * Answers when it runs.
     *
     * @param key made up for this one sandbox, so that sending it twice makes one
     */
    public Reply<CreatedSandbox> create(String template, Duration life, Map<String, String> metadata, String key) {
        var wish = Map.of("templateID", template, "timeout", life.toSeconds(), "metadata", metadata, "secure", true);
        return api.postOnce("/v2/sandboxes", wish, CreatedSandbox.class, key);
    }

    /** From now on it lives this long. */
    public Reply<Done> live(String id, Duration life) {
        return api.post("/sandboxes/" + Url.part(id) + "/timeout", new SandboxTimeout(life.toSeconds()), Done.class);
    }

    /** What opens its terminal, once. */
    public Reply<TerminalTicket> terminalTicket(String id, NewTerminalTicket wish) {
        return api.post(PATH + "/" + Url.part(id) + "/terminal-tickets", wish, TerminalTicket.class);
    }

    /** What opens it for its holder; its life stays as long as it is. */
    public Reply<CreatedSandbox> open(String id) {
        return api.post("/v2/sandboxes/" + Url.part(id) + "/connect", Map.of("timeout", 0), CreatedSandbox.class);
    }

    /** Ends it and everything in it. */
    public Reply<Done> kill(String id) {
        return api.delete("/sandboxes/" + Url.part(id), Done.class);
    }
}
