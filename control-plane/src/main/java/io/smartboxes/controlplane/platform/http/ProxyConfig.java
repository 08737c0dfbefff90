package io.smartboxes.controlplane.platform.http;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.List;

/**
 * @param trusted addresses or blocks of the proxies in front of this replica, whose X-Forwarded-For is believed; from
 *     anybody else the header is ignored
 */
@ConfigurationProperties("smartboxes.proxies")
record ProxyConfig(@Bindable(defaultValue = "") List<String> trusted) {

    ProxyConfig {
        trusted = trusted.stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
        for (String text : trusted) {
            try {
                AddressBlock unused = AddressBlock.parse(text);
            } catch (IllegalArgumentException malformed) {
                throw new IllegalArgumentException("smartboxes.proxies.trusted: " + malformed.getMessage(), malformed);
            }
        }
    }
}
