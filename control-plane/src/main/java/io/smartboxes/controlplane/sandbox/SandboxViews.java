package io.smartboxes.controlplane.sandbox;

import io.smartboxes.api.v1.Sandbox;
import io.smartboxes.api.v1.SandboxHistory;
import io.smartboxes.api.v1.SandboxList;
import io.smartboxes.controlplane.platform.http.Cursor;
import io.smartboxes.controlplane.platform.persistence.Row;
import io.smartboxes.controlplane.platform.persistence.TenantDatabase;
import io.smartboxes.controlplane.template.TemplateService;
import io.smartboxes.id.ApiKeyId;
import io.smartboxes.id.EventId;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TemplateId;
import io.smartboxes.id.TenantId;
import io.smartboxes.id.UserId;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sandboxes, alive and ended, as the people of a tenant see them. */
@Singleton
public final class SandboxViews {

    private static final String SELECT = """
            select s.id, s.template_id, s.template_name, s.seen, s.wanted, s.vcpus, s.memory_mib, s.disk_mib,
                s.metadata::text as metadata, s.created_at, s.started_at, s.wanted_end_at, s.ended_at, s.reason, s.message,
                s.api_key_id, k.name as key_name, s.user_id, coalesce(u.name, u.email) as user_name
            from sandbox s left join api_key k on k.tenant_id = s.tenant_id and k.id = s.api_key_id
                left join user_account u on u.id = s.user_id
            where s.tenant_id = ?\s""";

    private final TenantDatabase database;
    private final TemplateService templates;
    private final TextMapCodec maps;

    SandboxViews(TenantDatabase database, TemplateService templates, TextMapCodec maps) {
        this.database = database;
        this.templates = templates;
        this.maps = maps;
    }

    /** Those of these sandboxes that exist, in no order. */
    public List<Sandbox> find(TenantId tenant, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return database.transaction(
                tenant,
                statements -> statements.list(SELECT + "and s.id = any(?)", this::sandbox, tenant.value(), ids));
    }

    Sandbox get(TenantId tenant, String id) {
        return find(tenant, List.of(parse(id).value())).stream()
                .findFirst()
                .orElseThrow(() -> SandboxProblems.sandboxNotFound(id));
    }

    /** One page, newest first. */
    public SandboxList list(TenantId tenant, SandboxViewQuery query) {
        var sql = new StringBuilder(SELECT);
        var parameters = new ArrayList<@Nullable Object>(List.of(tenant.value()));
        if (query.live() != query.ended()) {
            sql.append("and s.seen ").append(query.live() ? "not " : "").append("in ('TERMINATED', 'FAILED') ");
        }
        var template = query.template();
        if (template != null) {
            var known = templates.find(tenant, template);
            if (known.isEmpty()) {
                return new SandboxList(List.of(), null);
            }
            sql.append("and s.template_id = ? ");
            parameters.add(known.get().id().value());
        }
        var apiKey = query.apiKey();
        if (apiKey != null) {
            sql.append("and s.api_key_id = ? ");
            parameters.add(apiKey.value());
        }
        var search = query.search();
        if (search != null) {
            addSearch(sql, parameters, search);
        }
        var after = query.after();
        if (after != null) {
            sql.append("and (s.created_at, s.id) < (?, ?) ");
            parameters.add(after.at());
            parameters.add(after.id());
        }
        sql.append("order by s.created_at desc, s.id desc limit ?");
        parameters.add(query.limit() + 1);
        var found = database.transaction(
                tenant, statements -> statements.list(sql.toString(), this::sandbox, parameters.toArray()));
        return page(found, query.limit());
    }

    /** What happened to a sandbox, newest first. */
    SandboxHistory history(TenantId tenant, String id, @Nullable Cursor after, int limit) {
        var sandbox = SandboxId.parse(get(tenant, id).id());
        var parameters = new ArrayList<@Nullable Object>(List.of(tenant.value(), sandbox.value()));
        if (after != null) {
            parameters.add(after.at());
            parameters.add(after.id());
        }
        parameters.add(limit + 1);
        var found = database.transaction(
                tenant,
                statements -> statements.list(
                        "select id, at, kind, reason, message from sandbox_event where tenant_id = ? and sandbox_id = ?"
                                + (after == null ? "" : " and (at, id) < (?, ?)")
                                + " order by at desc, id desc limit ?",
                        SandboxViews::event,
                        parameters.toArray()));
        if (found.size() <= limit) {
            return new SandboxHistory(found, null);
        }
        var last = found.get(limit - 1);
        var next = new Cursor(last.at(), EventId.parse(last.id()).value(), false);
        return new SandboxHistory(found.subList(0, limit), next.encode());
    }

    private static SandboxList page(List<Sandbox> found, int limit) {
        if (found.size() <= limit) {
            return new SandboxList(found, null);
        }
        var last = found.get(limit - 1);
        var next = new Cursor(last.createdAt(), SandboxId.parse(last.id()).value(), false);
        return new SandboxList(found.subList(0, limit), next.encode());
    }

    private static void addSearch(StringBuilder sql, List<@Nullable Object> parameters, String search) {
        try {
            parameters.add(SandboxId.parse(search).value());
            sql.append("and s.id = ? ");
        } catch (IllegalArgumentException notAnId) {
            String pattern = "%" + search.replaceAll("([\\\\%_])", "\\\\$1") + "%";
            sql.append("and (s.template_name ilike ? or s.metadata::text ilike ?) ");
            parameters.add(pattern);
            parameters.add(pattern);
        }
    }

    private static SandboxId parse(String id) {
        try {
            return SandboxId.parse(id);
        } catch (IllegalArgumentException malformed) {
            throw SandboxProblems.sandboxNotFound(id);
        }
    }

    private Sandbox sandbox(Row row) {
        boolean over = SandboxState.valueOf(row.text("seen")).isFinal();
        return new Sandbox(
                new SandboxId(row.uuid("id")).toString(),
                new Sandbox.SandboxTemplate(
                        new TemplateId(row.uuid("template_id")).toString(), row.text("template_name")),
                row.text("seen"),
                row.text("wanted"),
                row.count("vcpus"),
                row.number("memory_mib"),
                row.number("disk_mib"),
                maps.decode(row.text("metadata")),
                row.instant("created_at"),
                row.instantOrNull("started_at"),
                row.instant("wanted_end_at"),
                row.instantOrNull("ended_at"),
                over ? new Sandbox.Cause(row.text("reason"), row.text("message")) : null,
                creator(row),
                null);
    }

    private static Sandbox.@Nullable Creator creator(Row row) {
        var key = row.uuidOrNull("api_key_id");
        if (key != null) {
            return new Sandbox.Creator("api_key", new ApiKeyId(key).toString(), row.textOrNull("key_name"));
        }
        var user = row.uuidOrNull("user_id");
        return user == null
                ? null
                : new Sandbox.Creator("user", new UserId(user).toString(), row.textOrNull("user_name"));
    }

    private static SandboxHistory.Event event(Row row) {
        return new SandboxHistory.Event(
                new EventId(row.uuid("id")).toString(),
                row.instant("at"),
                row.text("kind"),
                row.textOrNull("reason"),
                row.textOrNull("message"));
    }
}
