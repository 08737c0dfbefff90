package io.smartboxes.controlplane.testing;

import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.tenant.TenantTopics;
import io.smartboxes.id.TenantId;
import io.smartboxes.id.UserId;
import java.util.Map;

/** Somebody with an account: who they are at the provider, and here. */
public record TestPerson(OidcIssuer issuer, OidcIssuer.Person who, UserId id, TenantId personalTenant) {

    /** Signs in for the first time. */
    public static TestPerson signUp(OidcIssuer issuer, TestReplica replica, String name) {
        var who = issuer.person(name);
        var me = at(issuer, who, replica).get("/v1/me").expect(200).json();
        return new TestPerson(
                issuer,
                who,
                UserId.parse(me.path("user").path("id").asText()),
                TenantId.parse(
                        me.path("memberships").path(0).path("tenant").path("id").asText()));
    }

    /** This person as a caller of the replica, in no particular tenant. */
    public Api at(TestReplica replica) {
        return at(issuer, who, replica);
    }

    /** This person as a caller of the replica, in this tenant. */
    public Api at(TestReplica replica, TenantId tenant) {
        return at(replica).with("Smartboxes-Tenant", tenant.toString());
    }

    /** The same person in another sign-in. */
    public TestPerson again() {
        return new TestPerson(issuer, who.again(), id, personalTenant);
    }

    /** Becomes a member of a tenant, as an invitation would make them. */
    public TestPerson join(TestDatabase database, TestReplica replica, TenantId tenant, String role) {
        database.update(
                "insert into membership (tenant_id, user_id, role, since) values (?, ?, ?, now())",
                tenant.value(),
                id.value(),
                role);
        replica.bean(NudgeBus.class).publish(TenantTopics.MEMBERSHIP_CHANGED, id.toString());
        return this;
    }

    private static Api at(OidcIssuer issuer, OidcIssuer.Person who, TestReplica replica) {
        return new Api(replica.url(), Map.of("Authorization", "Bearer " + issuer.token(who)));
    }
}
