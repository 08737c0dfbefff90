package io.smartboxes.controlplane.sandbox;

import io.smartboxes.controlplane.platform.http.Cursor;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.controlplane.platform.persistence.TenantDatabase;
import io.smartboxes.controlplane.template.TemplateService;
import io.smartboxes.id.TenantId;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists visible sandboxes by creation time, page by page; ended ones cost nothing. */
@Singleton
class SandboxListing {

    /** Spelled as in the partial index, so that the planner sees that it applies. */
    private static final String VISIBLE =
            "tenant_id = ? and wanted = 'RUNNING' and seen = 'RUNNING' and seen not in ('TERMINATED', 'FAILED')";

    private final TenantDatabase database;
    private final SandboxRepository sandboxes;
    private final TemplateService templates;
    private final TextMapCodec maps;

    SandboxListing(TenantDatabase database, SandboxRepository sandboxes, TemplateService templates, TextMapCodec maps) {
        this.database = database;
        this.sandboxes = sandboxes;
        this.templates = templates;
        this.maps = maps;
    }

    SandboxPage list(TenantId tenant, SandboxQuery query) {
        var statement = statement(tenant, query);
        return database.transaction(tenant, statements -> {
            long running = countRunning(statements, tenant);
            var found = statement == null
                    ? List.<Sandbox>of()
                    : statements.list(
                            statement.sql(),
                            sandboxes::sandbox,
                            statement.parameters().toArray());
            return page(found, query, running);
        });
    }

    private static SandboxPage page(List<Sandbox> found, SandboxQuery query, long running) {
        if (found.size() <= query.limit()) {
            return new SandboxPage(found, null, running);
        }
        var last = found.get(query.limit() - 1);
        var next = new Cursor(last.createdAt(), last.id().value(), query.ascending());
        return new SandboxPage(found.subList(0, query.limit()), next.encode(), running);
    }

    private static long countRunning(Statements statements, TenantId tenant) {
        return statements
                .first(
                        "select count(*) as running from sandbox where " + VISIBLE,
                        row -> row.number("running"),
                        tenant.value())
                .orElseThrow();
    }

    private record Statement(String sql, List<@Nullable Object> parameters) {}

    /** Nothing, when no sandbox can match. One row more than the page tells whether there is a next one. */
    private @Nullable Statement statement(TenantId tenant, SandboxQuery query) {
        if (!query.running()) {
            return null;
        }
        var sql = new StringBuilder("select " + SandboxRepository.columns() + " from sandbox where " + VISIBLE);
        var parameters = new ArrayList<@Nullable Object>();
        parameters.add(tenant.value());
        if (!query.metadata().isEmpty()) {
            sql.append(" and metadata @> ?::jsonb");
            parameters.add(maps.encode(query.metadata()));
        }
        var template = query.template();
        if (template != null) {
            var known = templates.find(tenant, template);
            if (known.isEmpty()) {
                return null;
            }
            sql.append(" and template_id = ?");
            parameters.add(known.get().id().value());
        }
        if (query.startedAfter() != null) {
            sql.append(" and created_at >= ?");
            parameters.add(query.startedAfter());
        }
        var after = query.after();
        if (after != null) {
            sql.append(" and (created_at, id) ")
                    .append(query.ascending() ? ">" : "<")
                    .append(" (?, ?)");
            parameters.add(after.at());
            parameters.add(after.id());
        }
        String direction = query.ascending() ? "asc" : "desc";
        sql.append(" order by created_at ")
                .append(direction)
                .append(", id ")
                .append(direction)
                .append(" limit ?");
        parameters.add(query.limit() + 1);
        return new Statement(sql.toString(), parameters);
    }
}
