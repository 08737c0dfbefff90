package io.smartboxes.controlplane.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.Optional;

/** An answer of the API. */
public record Reply(int status, String text, HttpResponse<String> raw) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Reply of(HttpResponse<String> raw) {
        return new Reply(raw.statusCode(), raw.body(), raw);
    }

    public JsonNode json() {
        try {
            return JSON.readTree(text);
        } catch (IOException failure) {
            throw new UncheckedIOException("not JSON: " + text, failure);
        }
    }

    public String field(String name) {
        return json().path(name).asText();
    }

    public Optional<String> header(String name) {
        return raw.headers().firstValue(name);
    }

    /** Fails unless this is the status, showing the answer. */
    public Reply expect(int status) {
        assertThat(this.status)
                .as(raw.request().method() + " " + raw.uri() + ": " + text)
                .isEqualTo(status);
        return this;
    }

    /** Fails unless this is a refusal in E2B's form with this status. */
    public Reply expectError(int status) {
        expect(status);
        assertThat(raw.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
        assertThat(json().path("code").asInt()).as(text).isEqualTo(status);
        assertThat(json().path("message").asText())
                .as(text)
                .isNotBlank()
                .doesNotContain("Exception", "io.smartboxes", "java.");
        return this;
    }
}
