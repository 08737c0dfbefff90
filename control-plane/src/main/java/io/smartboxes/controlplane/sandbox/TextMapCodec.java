package io.smartboxes.controlplane.sandbox;

import io.micronaut.core.type.Argument;
import io.micronaut.serde.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Text maps (metadata, environments) as JSON, keys in order, so that equal maps give equal bytes. */
@Singleton
public final class TextMapCodec {

    private static final Argument<Map<String, String>> TYPE = Argument.mapOf(String.class, String.class);

    private final ObjectMapper json;

    TextMapCodec(ObjectMapper json) {
        this.json = json;
    }

    public String encode(Map<String, String> map) {
        try {
            return new String(json.writeValueAsBytes(TYPE, new TreeMap<>(map)), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public Map<String, String> decode(String text) {
        try {
            return json.readValue(text, TYPE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
