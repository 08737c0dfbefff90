package io.smartboxes.api.v1;

import java.util.List;

/** What was found; fifty at most. */
public record StaffSearchResult(List<Hit> items) {

    public StaffSearchResult {
        items = List.copyOf(items);
    }

    /**
     * Something of a tenant's.
     *
     * @param kind tenant, user, api_key, sandbox or request
     * @param id of the thing
     * @param label to recognise it by
     */
    public record Hit(String kind, String id, String label, String tenantId, String tenantName) {}
}
