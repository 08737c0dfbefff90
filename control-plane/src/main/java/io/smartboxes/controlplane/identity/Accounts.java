package io.smartboxes.controlplane.identity;

import io.smartboxes.controlplane.platform.http.DisplayName;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.controlplane.tenant.TenantService;
import io.smartboxes.id.UserId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The account behind a token. Whoever comes first makes it, with a tenant of its own, however many come at once. */
@Singleton
final class Accounts {

    private final UserRepository users;
    private final TenantService tenants;
    private final InstantSource clock;

    Accounts(UserRepository users, TenantService tenants, InstantSource clock) {
        this.users = users;
        this.tenants = tenants;
        this.clock = clock;
    }

    /** Found or made; reachable where the provider says today. */
    UserAccount of(Statements statements, AccessToken token, Instant now) {
        var user =
                users.find(statements, token.issuer(), token.subject()).orElseGet(() -> make(statements, token, now));
        if (user.deletedAt() == null && !user.email().equals(token.email())) {
            users.changeEmail(statements, user.id(), token.email());
        }
        return user;
    }

    private UserAccount make(Statements statements, AccessToken token, Instant now) {
        var user = UserId.next(clock);
        @Nullable String name = name(token);
        if (users.insert(statements, user, token, name, now)) {
            var unused = tenants.createPersonal(statements, user, tenantName(token, name));
        }
        return users.find(statements, token.issuer(), token.subject()).orElseThrow();
    }

    private static @Nullable String name(AccessToken token) {
        String given = token.name() == null ? "" : DisplayName.nearest(token.name(), "");
        return given.isEmpty() ? null : given;
    }

    /** People rename it; until then it is called like them. */
    private static String tenantName(AccessToken token, @Nullable String name) {
        String before = token.email().replaceFirst("@.*", "");
        return name == null ? DisplayName.nearest(before, "Personal") : name;
    }
}
