package io.smartboxes.controlplane.tenant;

import io.smartboxes.api.v1.MemberRemoval;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.TenantId;
import io.smartboxes.id.UserId;
import java.util.List;

/** What members have in a tenant that does not simply go with them. Packages above plug in; all in the transaction of the removal. */
public interface MemberBelongings {

    /** For somebody who is about to decide. */
    List<MemberRemoval.Key> of(Statements statements, TenantId tenant, UserId member);

    /** Ends it all. */
    void end(Statements statements, TenantId tenant, UserId leaver);

    /** Gives it all to somebody who stays, and who may do with it what they may. */
    void handOver(Statements statements, TenantId tenant, UserId leaver, UserId heir);
}
