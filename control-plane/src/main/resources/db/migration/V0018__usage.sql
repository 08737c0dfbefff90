-- What sandboxes were given and what they used. Append only: nobody may change or delete a row, and what is wrong is put right by
-- another. No foreign key to the sandbox: these rows outlive it. Not partitioned: a stretch must be unique whatever time it claims.
create table usage_ledger (
    tenant_id   uuid        not null,
    id          uuid        not null,
    sandbox_id  uuid        not null,
    epoch       bigint      not null,
    -- The worker's count of stretches under this lease. It has proven this one once, however often it says so.
    sequence    bigint      not null,
    meter       text        not null,
    worker_id   uuid        not null,
    api_key_id  uuid,
    user_id     uuid,
    template_id uuid        not null,
    -- The sandbox's start, as it stands in its row, plus the worker's monotonic clock.
    from_at     timestamptz not null,
    to_at       timestamptz not null,
    -- Milliseconds, times vCPUs or MiB; plain milliseconds of CPU time for cpu-used.
    quantity    bigint      not null,
    recorded_at timestamptz not null,
    xid         xid8        not null default pg_current_xact_id(),
    constraint usage_ledger_pk primary key (tenant_id, sandbox_id, epoch, sequence, meter),
    constraint usage_ledger_tenant_fk foreign key (tenant_id) references tenant (id),
    constraint usage_ledger_meter_known check (meter in ('vcpu', 'memory', 'disk', 'cpu-used')),
    constraint usage_ledger_forwards check (to_at > from_at),
    constraint usage_ledger_quantity check (quantity >= 0)
);
create index usage_ledger_by_change on usage_ledger (xid);
create index usage_ledger_by_time on usage_ledger (tenant_id, from_at desc, id desc);

alter table usage_ledger enable row level security;
alter table usage_ledger force row level security;
create policy usage_ledger_own on usage_ledger to smartboxes_tenant using (tenant_id = app_tenant_id());
create policy usage_ledger_system on usage_ledger to smartboxes_system using (true) with check (true);
grant select on usage_ledger to smartboxes_tenant;
grant select, insert on usage_ledger to smartboxes_system;

-- The ledger by hour (UTC), sandbox and meter: what is summed up for people and bills.
create table usage_hour (
    tenant_id      uuid        not null,
    sandbox_id     uuid        not null,
    hour           timestamptz not null,
    meter          text        not null,
    api_key_id     uuid,
    template_id    uuid        not null,
    quantity       bigint      not null,
    -- How long it ran in this hour, as far as it is in here.
    running_millis bigint      not null,
    constraint usage_hour_pk primary key (tenant_id, sandbox_id, hour, meter),
    constraint usage_hour_whole check (hour = date_trunc('hour', hour, 'UTC'))
);
create index usage_hour_by_time on usage_hour (tenant_id, hour);

alter table usage_hour enable row level security;
alter table usage_hour force row level security;
create policy usage_hour_own on usage_hour to smartboxes_tenant using (tenant_id = app_tenant_id());
create policy usage_hour_system on usage_hour to smartboxes_system using (true) with check (true);
grant select on usage_hour to smartboxes_tenant;
grant select, insert, update on usage_hour to smartboxes_system;

-- Every ledger row of a transaction before this one is in usage_hour, and no other is. A cursor over ids or times would lose rows:
-- transactions that began earlier commit later.
create table usage_cursor (
    singleton    boolean not null default true,
    rolled_up_to xid8    not null,
    constraint usage_cursor_pk primary key (singleton),
    constraint usage_cursor_one check (singleton)
);
insert into usage_cursor (rolled_up_to) values ('0');
grant select on usage_cursor to smartboxes_tenant;
grant select, update on usage_cursor to smartboxes_system;

-- What a worker said and the ledger did not take: kept for people, counted, and charged to nobody.
create table usage_aside (
    sandbox_id uuid        not null,
    epoch      bigint      not null,
    sequence   bigint      not null,
    reason     text        not null,
    worker_id  uuid        not null,
    content    text        not null,
    times      bigint      not null default 1,
    first_at   timestamptz not null,
    last_at    timestamptz not null,
    constraint usage_aside_pk primary key (sandbox_id, epoch, sequence, reason)
);
create index usage_aside_by_worker on usage_aside (worker_id);
grant select, insert, update on usage_aside to smartboxes_system;

-- Price books are never changed: a new one follows at a full hour. Rates are per unit of the ledger and exact as written.
create table price_book_version (
    number     integer     not null,
    valid_from timestamptz not null,
    constraint price_book_version_pk primary key (number),
    constraint price_book_version_start_unique unique (valid_from),
    constraint price_book_version_whole_hour check (valid_from = date_trunc('hour', valid_from, 'UTC'))
);
create table price (
    version  integer         not null,
    meter    text            not null,
    usd      numeric(30, 24) not null,
    -- As much of it is free for each millisecond that a sandbox runs.
    included bigint          not null default 0,
    constraint price_pk primary key (version, meter),
    constraint price_version_fk foreign key (version) references price_book_version (number),
    constraint price_not_negative check (usd >= 0 and included >= 0)
);
insert into price_book_version (number, valid_from) values (1, '2026-01-01T00:00:00Z');
insert into price (version, meter, usd, included) values
    -- 0.000014 a vCPU and second, 0.0000045 a GiB and second, 0.00011 a GiB of disk and hour above 10 GiB.
    (1, 'vcpu', 0.000000014, 0),
    (1, 'memory', 0.00000000000439453125, 0),
    (1, 'disk', 0.000000000000029839409722, 10240);
grant select on price_book_version, price to smartboxes_tenant, smartboxes_system;

-- All that a tenant may know of the worker that runs its sandbox: up to when it surely ran.
create function worker_heard_at(asked uuid) returns timestamptz
    language sql stable security definer set search_path = public
    return (select heard_at from worker where id = asked);
revoke execute on function worker_heard_at(uuid) from public;
grant execute on function worker_heard_at(uuid) to smartboxes_tenant;
