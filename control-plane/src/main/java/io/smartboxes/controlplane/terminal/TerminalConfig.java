package io.smartboxes.controlplane.terminal;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.List;
import java.util.regex.Pattern;

/**
 * @param origins the web pages that may open terminals, as browsers name them: scheme, host and port, without a path
 */
@ConfigurationProperties("smartboxes.terminal")
public record TerminalConfig(@Bindable(defaultValue = "") List<String> origins) {

    private static final Pattern ORIGIN =
            Pattern.compile("https?://[a-z0-9.-]+(:[0-9]{1,5})?|https?://\\[[0-9a-f:.]+](:[0-9]{1,5})?");

    public TerminalConfig {
        origins = origins.stream().filter(origin -> !origin.isBlank()).toList();
        for (String origin : origins) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw new IllegalArgumentException("smartboxes.terminal.origins must be addresses like"
                        + " https://console.example.com or http://localhost:8083, in lower case and without a path, not "
                        + origin);
            }
        }
    }
}
