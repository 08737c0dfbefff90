package io.smartboxes.controlplane.testing;

import io.smartboxes.controlplane.apikey.ApiKeyService;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.id.TenantId;
import java.time.Clock;
import java.util.Map;

/** A tenant with a key. */
public record TestTenant(TenantId id, String key) {

    public static TestTenant in(TestReplica replica, TestDatabase database) {
        var id = TenantId.next(Clock.systemUTC());
        database.update("insert into tenant (id, name, created_at) values (?, 'test', now())", id.value());
        return new TestTenant(id, key(replica, id));
    }

    /** Another key of this tenant. */
    public String anotherKey(TestReplica replica) {
        return key(replica, id);
    }

    private static String key(TestReplica replica, TenantId tenant) {
        var keys = replica.bean(ApiKeyService.class);
        return replica.bean(SystemDatabase.class)
                .transaction(statements ->
                        keys.insert(statements, tenant, null, "test").key());
    }

    /** This tenant as a caller of the replica. */
    public Api at(TestReplica replica) {
        return new Api(replica.url(), Map.of("X-API-KEY", key));
    }
}
