package io.smartboxes.controlplane.platform.http;

import io.micronaut.context.annotation.Value;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that this replica serves, and what clients should use. */
@Singleton
final class StartLine implements ApplicationEventListener<ServerStartupEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(StartLine.class);

    private final String replica;
    private final ApiConfig api;
    private final GatewayConfig gateway;

    StartLine(@Value("${smartboxes.replica-id}") String replica, ApiConfig api, GatewayConfig gateway) {
        this.replica = replica;
        this.api = api;
        this.gateway = gateway;
    }

    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        var address = event.getSource().getURI();
        LOG.info(
                "replica {} serves at {}; clients use E2B_API_URL={} E2B_SANDBOX_URL={}",
                replica,
                address,
                api.url() == null ? address : api.url(),
                gateway.url() == null ? "(not set)" : gateway.url());
    }
}
