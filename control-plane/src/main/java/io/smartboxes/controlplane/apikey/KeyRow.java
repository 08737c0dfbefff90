package io.smartboxes.controlplane.apikey;

import io.smartboxes.api.v1.ApiKey;
import io.smartboxes.api.v1.CreatedApiKey;
import io.smartboxes.controlplane.access.Scopes;
import io.smartboxes.controlplane.platform.http.AddressBlock;
import io.smartboxes.controlplane.platform.persistence.Row;
import io.smartboxes.id.ApiKeyId;
import io.smartboxes.id.UserId;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A key as the database has it.
 *
 * @param line the first of the keys that were rotated into this one; its own id, if none was
 * @param replaces the one that was rotated into this one
 */
record KeyRow(
        ApiKeyId id,
        ApiKeyId line,
        @Nullable ApiKeyId replaces,
        String name,
        String mask,
        @Nullable UserId maker,
        KeyTerms terms,
        Instant createdAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt) {

    static final String COLUMNS = """
            id, coalesce(line, id) as line, replaces, name, mask, made_by, array_to_string(scopes, ',') as scopes, \
            array_to_string(addresses, ',') as addresses, sandboxes_max, created_at, expires_at, last_used_at, revoked_at\
            """;

    static KeyRow of(Row row) {
        var replaces = row.uuidOrNull("replaces");
        var maker = row.uuidOrNull("made_by");
        return new KeyRow(
                new ApiKeyId(row.uuid("id")),
                new ApiKeyId(row.uuid("line")),
                replaces == null ? null : new ApiKeyId(replaces),
                row.text("name"),
                row.text("mask"),
                maker == null ? null : new UserId(maker),
                terms(row),
                row.instant("created_at"),
                row.instantOrNull("last_used_at"),
                row.instantOrNull("revoked_at"));
    }

    static KeyTerms terms(Row row) {
        String scopes = row.textOrNull("scopes");
        String addresses = row.textOrNull("addresses");
        var sandboxesMax = row.numberOrNull("sandboxes_max");
        return new KeyTerms(
                scopes == null ? Scopes.ALL : Scopes.parse(List.of(scopes.split(","))),
                addresses == null
                        ? List.of()
                        : Stream.of(addresses.split(","))
                                .map(AddressBlock::parse)
                                .toList(),
                sandboxesMax == null ? null : Math.toIntExact(sandboxesMax),
                row.instantOrNull("expires_at"));
    }

    ApiKey shown() {
        return new ApiKey(
                id.toString(),
                name,
                mask,
                maker == null ? null : maker.toString(),
                terms.scopes().codes(),
                blocks(),
                terms.sandboxesMax(),
                replaces == null ? null : replaces.toString(),
                createdAt,
                terms.expiresAt(),
                lastUsedAt,
                revokedAt);
    }

    /** Together with its text, which is not kept. */
    CreatedApiKey shownOnce(KeySecret secret) {
        return new CreatedApiKey(
                id.toString(),
                name,
                mask,
                terms.scopes().codes(),
                blocks(),
                terms.sandboxesMax(),
                replaces == null ? null : replaces.toString(),
                createdAt,
                terms.expiresAt(),
                secret.text());
    }

    private List<String> blocks() {
        return terms.addresses().stream().map(AddressBlock::toString).toList();
    }
}
