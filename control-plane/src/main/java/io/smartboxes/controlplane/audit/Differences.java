package io.smartboxes.controlplane.audit;

import io.micronaut.core.type.Argument;
import io.micronaut.serde.ObjectMapper;
import io.smartboxes.api.v1.AuditEvent.Change;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Differences as JSON, keys in order: equal ones give equal bytes, so that they can be hashed one day. */
@Singleton
final class Differences {

    private static final Argument<Map<String, Change>> TYPE = Argument.mapOf(String.class, Change.class);

    private final ObjectMapper json;

    Differences(ObjectMapper json) {
        this.json = json;
    }

    String encode(Map<String, Change> difference) {
        try {
            return new String(json.writeValueAsBytes(TYPE, new TreeMap<>(difference)), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Map<String, Change> decode(String text) {
        try {
            return json.readValue(text, TYPE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
