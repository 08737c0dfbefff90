package io.smartboxes.controlplane.template;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smartboxes.controlplane.platform.persistence.TenantDatabase;
import io.smartboxes.id.TemplateId;
import io.smartboxes.id.TenantId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds templates by what callers call them. */
@Singleton
public final class TemplateService {

    /** The only tag that exists: {@code base} and {@code base:default} are the same. */
    private static final String DEFAULT_TAG = ":default";

    private static final Duration REMEMBERED = Duration.ofSeconds(10);
    private static final long REMEMBERED_MAX = 10_000;

    private final TenantDatabase database;
    private final Cache<Wanted, Template> known = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(REMEMBERED_MAX)
            .build();

    TemplateService(TenantDatabase database) {
        this.database = database;
    }

    /** The template with this name (the tenant's own before everybody's) or id, if the tenant may use one. */
    public Optional<Template> find(TenantId tenant, String reference) {
        var wanted = new Wanted(tenant, reference);
        var cached = known.getIfPresent(wanted);
        if (cached != null) {
            return Optional.of(cached);
        }
        var found = load(tenant, reference);
        found.ifPresent(template -> known.put(wanted, template));
        return found;
    }

    private Optional<Template> load(TenantId tenant, String reference) {
        String name = reference.endsWith(DEFAULT_TAG)
                ? reference.substring(0, reference.length() - DEFAULT_TAG.length())
                : reference;
        return database.transaction(
                tenant,
                statements -> statements.first(
                        """
                        select id, name, vcpus, memory_mib, disk_mib from template
                        where (tenant_id = ? or tenant_id is null) and (name = ? or id = ?)
                        order by name = ? desc, tenant_id nulls last limit 1
                        """,
                        row -> new Template(
                                new TemplateId(row.uuid("id")),
                                row.text("name"),
                                row.count("vcpus"),
                                row.number("memory_mib"),
                                row.number("disk_mib")),
                        tenant.value(),
                        name,
                        idIn(reference),
                        name));
    }

    private static @Nullable UUID idIn(String reference) {
        try {
            return TemplateId.parse(reference).value();
        } catch (IllegalArgumentException aName) {
            return null;
        }
    }

    private record Wanted(TenantId tenant, String reference) {}
}
