package io.smartboxes.console.sandbox;

import io.smartboxes.api.v1.Sandbox;
import io.smartboxes.console.client.Addresses;
import io.smartboxes.console.client.ApiClient;
import io.smartboxes.console.navigation.Role;
import io.smartboxes.console.session.ConsoleSession;
import java.time.InstantSource;

/** What a tab about one sandbox has to work with. */
record SandboxScope(
        ConsoleSession session, String tenant, Sandbox sandbox, Role role, Addresses addresses, InstantSource clock) {

    ApiClient api() {
        return session.api(tenant);
    }
}
