package io.smartboxes.console.testing;

import io.smartboxes.console.client.Json;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A tab of a browser, as the server sees it: says what Vaadin's scripts would, and keeps the elements that it is told of. */
public final class ScriptedTab {

    /** Of Vaadin's protocol: what the names of elements, their children and a text stand under. */
    private static final int ELEMENT = 0;

    private static final int CHILDREN = 2;
    private static final int TEXT = 7;
    private static final int ROOT = 1;

    private final ScriptlessBrowser browser;
    private final String area;
    private final List<JsonNode> changes = new ArrayList<>();
    private final List<JsonNode> scripts = new ArrayList<>();
    private final Map<Integer, String> tags = new HashMap<>();
    private final Map<Integer, String> texts = new HashMap<>();
    private final Map<Integer, List<Integer>> children = new HashMap<>();
    private String key = "";
    private String pushId = "";
    private int ui;
    private int syncId;
    private int clientId;

    /** @param area below which its addresses lie: nothing for customers */
    public ScriptedTab(ScriptlessBrowser browser, String area) {
        this.browser = browser;
        this.area = area;
    }

    /** Opens an address of the console and shows what it leads to. The browser must have signed in. */
    public ScriptedTab open(String address) throws IOException, InterruptedException {
        var begun = browser.get(area + "/?v-r=init&location=&query=");
        if (begun.statusCode() != 200) {
            throw new IOException("init: " + begun.statusCode());
        }
        var config = Json.MAPPER.readTree(begun.body()).path("appConfig");
        ui = config.path("v-uiId").asInt();
        key = config.path("uidl").path("Vaadin-Security-Key").asString();
        pushId = config.path("uidl").path("Vaadin-Push-ID").asString();
        take(config.path("uidl"));
        var answer = tell(key, navigation(address.substring(1)));
        take(Json.MAPPER.readTree(answer.body()));
        return this;
    }

    /** Looks at the first rows of each grid, as its script would. */
    public ScriptedTab look() throws IOException, InterruptedException {
        var calls = tags.entrySet().stream()
                .filter(each -> each.getValue().equals("vaadin-grid"))
                .map(
                        each -> "{\"type\":\"publishedEventHandler\",\"node\":" + each.getKey()
                                + ",\"templateEventMethodName\":\"setViewportRange\",\"templateEventMethodArgs\":[0,50],\"promise\":-1}")
                .toList();
        if (!calls.isEmpty()) {
            take(Json.MAPPER.readTree(tell(key, String.join(",", calls)).body()));
        }
        return this;
    }

    /** What Vaadin's scripts say when an address is opened. */
    public static String navigation(String route) {
        return "{\"type\":\"event\",\"node\":1,\"event\":\"ui-navigate\",\"data\":{\"route\":"
                + Json.MAPPER.writeValueAsString(route)
                + ",\"query\":\"\",\"appShellTitle\":\"\",\"historyState\":null,\"trigger\":\"\"}}";
    }

    /** Says something to the server under that key against forgeries. */
    public HttpResponse<String> tell(String key, String call, String... headers)
            throws IOException, InterruptedException {
        return browser.once(area + "/?v-r=uidl&v-uiId=" + ui, request -> {
            request.header("Content-Type", "application/json; charset=UTF-8")
                    .POST(BodyPublishers.ofString("{\"csrfToken\":\"" + key + "\",\"rpc\":[" + call + "],\"syncId\":"
                            + syncId + ",\"clientId\":" + clientId + "}"));
            if (headers.length > 0) {
                request.headers(headers);
            }
        });
    }

    /** The key against forgeries that its page was given. */
    public String key() {
        return key;
    }

    /** Where its live connection would be opened. */
    public String push() {
        return area + "/VAADIN/push?v-r=push&v-uiId=" + ui + "&v-pushId=" + pushId
                + "&X-Atmosphere-tracking-id=0&X-Atmosphere-Framework=3.1.5-javascript&X-Atmosphere-Transport=websocket"
                + "&X-Atmosphere-TrackMessageSize=true&Content-Type=application/json;%20charset=UTF-8&X-atmo-protocol=true";
    }

    /** The text of each element with that name. */
    public List<String> texts(String tag) {
        return tags.entrySet().stream()
                .filter(each -> each.getValue().equals(tag))
                .map(each -> text(each.getKey()))
                .toList();
    }

    /** All text that is part of the page. */
    public String text() {
        return text(ROOT);
    }

    /** Everything that the server said of the page. */
    public List<JsonNode> changes() {
        return changes;
    }

    /** The calls of scripts that the server asked for: arguments first, the script last. */
    public List<JsonNode> scripts() {
        return scripts;
    }

    private String text(int node) {
        return Stream.concat(
                        Stream.ofNullable(texts.get(node)),
                        children.getOrDefault(node, List.of()).stream().map(this::text))
                .collect(Collectors.joining(" "))
                .strip();
    }

    private void take(JsonNode message) {
        syncId = message.path("syncId").asInt(syncId);
        clientId = message.path("clientId").asInt(clientId);
        message.path("execute").forEach(scripts::add);
        for (JsonNode change : message.path("changes")) {
            changes.add(change);
            int node = change.path("node").asInt();
            int feature = change.path("feat").asInt();
            if (feature == ELEMENT && change.path("key").asString("").equals("tag")) {
                tags.put(node, change.path("value").asString());
            } else if (feature == TEXT) {
                texts.put(node, change.path("value").asString(""));
            } else if (feature == CHILDREN && change.path("type").asString("").equals("splice")) {
                splice(children.computeIfAbsent(node, key -> new ArrayList<>()), change);
            } else if (feature == CHILDREN && change.path("type").asString("").equals("clear")) {
                children.remove(node);
            }
        }
    }

    private static void splice(List<Integer> list, JsonNode change) {
        int at = Math.min(change.path("index").asInt(), list.size());
        for (int removed = change.path("remove").asInt(0); removed > 0 && at < list.size(); removed--) {
            list.remove(at);
        }
        var added = new ArrayList<Integer>();
        change.path("addNodes").forEach(node -> added.add(node.asInt()));
        list.addAll(at, added);
    }
}
