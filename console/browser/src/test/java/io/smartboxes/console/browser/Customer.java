package io.smartboxes.console.browser;

import com.google.gson.JsonParser;

/** A program with a key. */
record Customer(String api, String key) {

    /** The id of a sandbox that runs. */
    String create() {
        return create("{}");
    }

    /** @param metadata as JSON */
    String create(String metadata) {
        var made = Http.post(
                key,
                api + "/v2/sandboxes",
                "{\"templateID\": \"base\", \"timeout\": 3000, \"metadata\": " + metadata + "}");
        if (made.statusCode() != 201) {
            throw new AssertionError("A create was answered " + made.statusCode() + ": " + made.body());
        }
        return JsonParser.parseString(made.body())
                .getAsJsonObject()
                .get("sandboxID")
                .getAsString();
    }

    void kill(String sandbox) {
        int status = Http.delete(key, api + "/sandboxes/" + sandbox);
        if (status != 204) {
            throw new AssertionError("A kill was answered " + status);
        }
    }
}
