package io.smartboxes.controlplane.usage;

import io.smartboxes.api.v1.UsageReport;
import io.smartboxes.id.TenantId;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** A tenant's usage for those who are not its members. */
@Singleton
public final class TenantUsage {

    private final UsageRequests requests;
    private final UsageReports reports;

    TenantUsage(UsageRequests requests, UsageReports reports) {
        this.requests = requests;
        this.reports = reports;
    }

    /**
     * A page of groups, with the sum of everything; of this month and by day unless said.
     *
     * @throws io.smartboxes.problem.ProblemException INVALID_REQUEST, naming the parameter
     */
    public UsageReport report(
            TenantId tenant,
            @Nullable String from,
            @Nullable String to,
            @Nullable String groupBy,
            @Nullable String nextToken) {
        return reports.report(
                tenant,
                new UsageQuery(
                        requests.scope(from, to, null, null, null),
                        UsageRequests.grouping(groupBy),
                        UsageReports.after(nextToken),
                        UsageRequests.groups(null)));
    }
}
