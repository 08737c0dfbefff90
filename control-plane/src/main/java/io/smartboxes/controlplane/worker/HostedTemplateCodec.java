package io.smartboxes.controlplane.worker;

import io.micronaut.core.type.Argument;
import io.micronaut.serde.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The {@code templates} column: a JSON list. */
@Singleton
final class HostedTemplateCodec {

    private static final Argument<List<HostedTemplate>> TYPE = Argument.listOf(HostedTemplate.class);

    private final ObjectMapper json;

    HostedTemplateCodec(ObjectMapper json) {
        this.json = json;
    }

    String encode(List<HostedTemplate> templates) {
        try {
            return json.writeValueAsString(TYPE, templates);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    List<HostedTemplate> decode(String text) {
        try {
            return json.readValue(text, TYPE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
