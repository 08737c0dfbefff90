package io.smartboxes.api.v1;

import java.util.List;

/**
 * A tenant, as those see it who run the installation.
 *
 * @param members a hundred at most
 * @param liveSandboxes how many have not ended
 * @param liveApiKeys how many are not revoked
 * @param limits what limits it, and how much it uses now
 */
public record StaffTenant(Tenant tenant, List<Member> members, int liveSandboxes, int liveApiKeys, Limits limits) {

    public StaffTenant {
        members = List.copyOf(members);
    }
}
