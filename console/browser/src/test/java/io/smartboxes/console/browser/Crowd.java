package io.smartboxes.console.browser;

/**
 * Ten thousand of everything in the tenant of somebody who has one key and one sandbox: copies of what is there, as old as it,
 * so that no open screen is told of each.
 */
record Crowd(Database database, String address) {

    private static final String MINE = """
            with mine as (
              select m.tenant_id, m.user_id from membership m join user_account u on u.id = m.user_id where u.email = ?)
            """;

    void gather() {
        keys();
        members();
        audit();
        events();
        sandboxes();
        ledger();
    }

    private void keys() {
        database.run(MINE + """
                insert into api_key (tenant_id, id, name, hash, mask, created_at, made_by, changed_xid)
                select api_key.tenant_id, gen_random_uuid(), 'Copy ' || n, sha256((id::text || n)::bytea), mask,
                  created_at - n * interval '1 minute', made_by, changed_xid
                from api_key join mine on mine.tenant_id = api_key.tenant_id, generate_series(1, 10000) n
                """, address);
    }

    private void members() {
        database.run(MINE + """
                , more as (
                  insert into user_account (id, issuer, sub, email, name, created_at)
                  select gen_random_uuid(), issuer, sub || '-' || n, 'copy-' || n || '-' || email, 'Copy ' || n, created_at
                  from user_account join mine on mine.user_id = user_account.id, generate_series(1, 10000) n
                  returning id)
                insert into membership (tenant_id, user_id, role, since)
                select mine.tenant_id, more.id, 'viewer', now() - interval '1 day' from mine, more
                """, address);
    }

    private void audit() {
        database.run(MINE + """
                , one as (select audit_event.* from audit_event join mine on mine.tenant_id = audit_event.tenant_id limit 1)
                insert into audit_event (tenant_id, id, xid, at, actor, action, target, outcome, code, repeats, address, request_id,
                  difference)
                select tenant_id, gen_random_uuid(), xid, at - n * interval '1 minute', actor, action, target, outcome, code, repeats,
                  address, request_id, difference
                from one, generate_series(1, 10000) n
                """, address);
    }

    /** Of the sandbox that there is. */
    private void events() {
        database.run(MINE + """
                , one as (select sandbox_event.* from sandbox_event join mine on mine.tenant_id = sandbox_event.tenant_id limit 1)
                insert into sandbox_event (tenant_id, id, sandbox_id, epoch, kind, reason, message, at, xid)
                select tenant_id, gen_random_uuid(), sandbox_id, epoch, kind, reason, message, at - n * interval '1 second', xid
                from one, generate_series(1, 10000) n
                """, address);
    }

    private void sandboxes() {
        database.run(MINE + """
                insert into sandbox (tenant_id, id, template_id, template_name, vcpus, memory_mib, disk_mib, metadata, wanted,
                  wanted_cause, wanted_end_at, seen, reason, message, created_at, start_by, started_at, ended_at, lived_millis)
                select sandbox.tenant_id, gen_random_uuid(), template_id, template_name, vcpus, memory_mib, disk_mib,
                  jsonb_build_object('run', n::text), 'TERMINATED', 'api:kill', at, 'TERMINATED', 'api:kill',
                  'Ended by its owner.', at - interval '1 minute', at, at - interval '1 minute', at, 60000
                from sandbox join mine on mine.tenant_id = sandbox.tenant_id, generate_series(1, 10000) n,
                  lateral (select now() - n * interval '1 minute') as moment(at)
                """, address);
    }

    /** What each of the sandboxes that have ended used; the roll-up makes figures of it. */
    private void ledger() {
        database.run(MINE + """
                insert into usage_ledger (tenant_id, id, sandbox_id, epoch, sequence, meter, worker_id, template_id, from_at, to_at,
                  quantity, recorded_at)
                select sandbox.tenant_id, gen_random_uuid(), sandbox.id, 1, 1, 'vcpu', gen_random_uuid(), template_id, started_at,
                  ended_at, lived_millis, now()
                from sandbox join mine on mine.tenant_id = sandbox.tenant_id where ended_at is not null
                """, address);
    }
}
