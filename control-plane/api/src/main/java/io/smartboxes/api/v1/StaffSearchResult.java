package io.smartboxes.api.v1;

import java.util.List;

/**
 * What was found; fifty at most.
 *
 * @param understoodAs what the text was taken for: mail, api_key_prefix, tenant, sandbox, api_key or request
 */
public record StaffSearchResult(String understoodAs, List<Hit> items) {

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
