-- Who did what, and what was refused. Each event is a tenant's or, where it concerns no tenant, a person's.
--
-- The order of a log is (xid, number): what a reader sees below the oldest running transaction is final, so that whatever
-- seals the log later can go through it once. difference is json and not jsonb: it keeps the bytes that were written.
create table audit_event (
    tenant_id  uuid,
    user_id    uuid,
    id         uuid        not null,
    number     bigint      not null generated always as identity,
    xid        xid8        not null default pg_current_xact_id(),
    at         timestamptz not null,
    -- The id of a user or API key, 'staff:' and who, or 'system'. Nobody's name: names go when accounts do.
    actor      text        not null,
    action     text        not null,
    target     text,
    outcome    text        not null,
    code       text,
    repeats    integer     not null,
    address    inet,
    request_id text,
    difference json        not null default '{}',
    constraint audit_event_pk primary key (id),
    constraint audit_event_tenant_fk foreign key (tenant_id) references tenant (id),
    constraint audit_event_user_fk foreign key (user_id) references user_account (id),
    constraint audit_event_one_owner check (num_nonnulls(tenant_id, user_id) = 1),
    constraint audit_event_outcome_known check (outcome in ('done', 'refused')),
    constraint audit_event_refusal_has_code check ((outcome = 'refused') = (code is not null)),
    constraint audit_event_repeats check (repeats >= 1)
);
create index audit_event_by_tenant on audit_event (tenant_id, at desc, id desc) where tenant_id is not null;
create index audit_event_by_target on audit_event (tenant_id, target, at desc, id desc) where tenant_id is not null and target is not null;
create index audit_event_by_user on audit_event (user_id, at desc, id desc) where user_id is not null;
create index audit_event_by_age on audit_event (at);

-- Refusals whose minute is not over: alike ones are counted in one row here, and become an event, which nobody changes, after it.
create table audit_refusal (
    tenant_id  uuid,
    user_id    uuid,
    id         uuid        not null,
    minute     timestamptz not null,
    at         timestamptz not null,
    actor      text        not null,
    action     text        not null,
    target     text,
    outcome    text        not null default 'refused',
    code       text        not null,
    repeats    integer     not null,
    address    inet,
    request_id text,
    difference json        not null default '{}',
    constraint audit_refusal_pk primary key (id),
    constraint audit_refusal_one unique nulls not distinct (tenant_id, user_id, minute, actor, action, code),
    constraint audit_refusal_tenant_fk foreign key (tenant_id) references tenant (id),
    constraint audit_refusal_user_fk foreign key (user_id) references user_account (id),
    constraint audit_refusal_one_owner check (num_nonnulls(tenant_id, user_id) = 1)
);
create index audit_refusal_by_age on audit_refusal (minute);

alter table audit_event enable row level security;
alter table audit_event force row level security;
create policy audit_event_tenant on audit_event to smartboxes_tenant
    using (tenant_id = app_tenant_id()) with check (tenant_id = app_tenant_id());
create policy audit_event_own on audit_event to smartboxes_tenant
    using (tenant_id is null and user_id = app_user_id()) with check (tenant_id is null and user_id = app_user_id());
create policy audit_event_system on audit_event to smartboxes_system using (true) with check (true);
-- Whoever writes it can neither change nor take away a line.
grant select, insert on audit_event to smartboxes_tenant, smartboxes_system;

alter table audit_refusal enable row level security;
alter table audit_refusal force row level security;
create policy audit_refusal_tenant on audit_refusal to smartboxes_tenant
    using (tenant_id = app_tenant_id()) with check (tenant_id = app_tenant_id());
create policy audit_refusal_own on audit_refusal to smartboxes_tenant
    using (tenant_id is null and user_id = app_user_id()) with check (tenant_id is null and user_id = app_user_id());
create policy audit_refusal_system on audit_refusal to smartboxes_system using (true) with check (true);
grant select, insert on audit_refusal to smartboxes_tenant;
grant update (repeats, target) on audit_refusal to smartboxes_tenant;
grant select, update, delete on audit_refusal to smartboxes_system;

-- The one way out. Row-level security binds the owner too: not even this function sees what is younger than a day.
create policy audit_event_old on audit_event for select to smartboxes_owner using (at < now() - interval '1 day');
create policy audit_event_forgotten on audit_event for delete to smartboxes_owner using (at < now() - interval '1 day');
create function audit_forget(before timestamptz, most integer) returns integer
    language sql security definer set search_path = public, pg_temp
    begin atomic
        with forgotten as (
            delete from audit_event where id in (
                select id from audit_event where at < before and at < now() - interval '1 day' order by at limit most)
            returning 1)
        select count(*)::integer from forgotten;
    end;
revoke execute on function audit_forget(timestamptz, integer) from public;
grant execute on function audit_forget(timestamptz, integer) to smartboxes_system;
