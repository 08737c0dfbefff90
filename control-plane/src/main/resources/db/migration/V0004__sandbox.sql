-- Sandboxes. wanted is what callers asked for; seen is what workers report; no column mixes the two.
create table sandbox (
    tenant_id              uuid        not null,
    id                     uuid        not null,
    api_key_id             uuid,
    template_id            uuid        not null,
    template_name          text        not null,
    vcpus                  integer     not null,
    memory_mib             bigint      not null,
    disk_mib               bigint      not null,
    metadata               jsonb       not null default '{}',
    -- The caller's variables, sealed under the master key; gone once the sandbox has started or ended.
    environment            bytea,
    request_id             text,

    wanted                 text        not null default 'RUNNING',
    -- Why the wanted state is TERMINATED: the cause of death that a worker will be told (api:kill, ...).
    wanted_cause           text,
    -- How long it may live; revision grows with each change, the wall-clock end is for people.
    wanted_end_at          timestamptz not null,
    wanted_end_revision    bigint      not null default 1,

    seen                   text        not null default 'PENDING',
    seen_end_at            timestamptz,
    seen_end_revision      bigint      not null default 0,

    -- The lease: which worker, and the fence. A new epoch only after the old one is reported ended.
    worker_id              uuid,
    epoch                  bigint      not null default 0,
    template_build         text,
    runtime_id             text,
    -- Workers that refused this one, not to be asked again soon.
    refused_by             uuid[]      not null default '{}',
    retry_at               timestamptz,

    reason                 text,
    message                text,

    created_at             timestamptz not null,
    -- Until when the create may take; past it the reconciler gives up.
    start_by               timestamptz not null,
    -- Past it, a sandbox whose caller was never told of it is ended: nobody knows its name. Null once the caller was told,
    -- or when an Idempotency-Key lets the caller ask again.
    abandon_at             timestamptz,
    started_at             timestamptz,
    ended_at               timestamptz,
    lived_millis           bigint,

    constraint sandbox_pk primary key (tenant_id, id),
    constraint sandbox_id_unique unique (id),
    constraint sandbox_tenant_fk foreign key (tenant_id) references tenant (id),
    constraint sandbox_worker_fk foreign key (worker_id) references worker (id),
    constraint sandbox_wanted_known check (wanted in ('RUNNING', 'TERMINATED')),
    constraint sandbox_seen_known check (seen in ('PENDING', 'STARTING', 'RUNNING', 'STOPPING', 'TERMINATED', 'FAILED')),
    -- What may run has a lease. A worker that refused leaves the epoch behind, not itself.
    constraint sandbox_lease_whole check (seen in ('PENDING', 'TERMINATED', 'FAILED') or (worker_id is not null and epoch > 0)),
    constraint sandbox_end_has_cause check (seen not in ('TERMINATED', 'FAILED') or (ended_at is not null and reason is not null and message is not null)),
    constraint sandbox_secret_gone check (seen in ('PENDING', 'STARTING') or environment is null)
)
-- Rows are written a handful of times in quick succession; room in the page keeps those writes off the indexes.
with (fillfactor = 70);

-- Lists are by tenant, newest first, live rows only: ended rows never slow them.
create index sandbox_live_by_tenant on sandbox (tenant_id, created_at desc, id desc) where seen not in ('TERMINATED', 'FAILED');
create index sandbox_live_by_worker on sandbox (worker_id) where seen not in ('TERMINATED', 'FAILED');
create index sandbox_pending on sandbox (created_at) where seen = 'PENDING';
-- What a worker has still to be told: the sender's query, whose condition this repeats word for word.
create index sandbox_unsettled_by_worker on sandbox (worker_id) where
    seen = 'STARTING'
    or (seen in ('RUNNING', 'STOPPING') and wanted = 'TERMINATED')
    or (seen = 'RUNNING' and wanted_end_revision > seen_end_revision);

alter table sandbox enable row level security;
alter table sandbox force row level security;
create policy sandbox_own on sandbox to smartboxes_tenant using (tenant_id = app_tenant_id()) with check (tenant_id = app_tenant_id());
create policy sandbox_system on sandbox to smartboxes_system using (true) with check (true);
grant select, insert, update on sandbox to smartboxes_tenant;
grant select, update on sandbox to smartboxes_system;

-- What happened, append only.
create table sandbox_event (
    tenant_id  uuid        not null,
    id         uuid        not null,
    sandbox_id uuid        not null,
    epoch      bigint      not null,
    kind       text        not null,
    reason     text,
    message    text,
    at         timestamptz not null,
    constraint sandbox_event_pk primary key (tenant_id, id),
    constraint sandbox_event_sandbox_fk foreign key (tenant_id, sandbox_id) references sandbox (tenant_id, id)
);
create index sandbox_event_by_sandbox on sandbox_event (tenant_id, sandbox_id, at);

alter table sandbox_event enable row level security;
alter table sandbox_event force row level security;
create policy sandbox_event_own on sandbox_event to smartboxes_tenant using (tenant_id = app_tenant_id()) with check (tenant_id = app_tenant_id());
create policy sandbox_event_system on sandbox_event to smartboxes_system using (true) with check (true);
grant select, insert on sandbox_event to smartboxes_tenant;
grant select, insert on sandbox_event to smartboxes_system;

-- One (tenant, Idempotency-Key), one sandbox. The key lives with the thing it made.
create table sandbox_idempotency (
    tenant_id  uuid        not null,
    key        text        not null,
    -- Keyed hash of the canonical request: the same key with another body is a mistake of the caller. Keyed, because the
    -- request holds the caller's variables.
    body_hash  bytea       not null,
    sandbox_id uuid        not null,
    created_at timestamptz not null,
    constraint sandbox_idempotency_pk primary key (tenant_id, key),
    -- Deferred: the key is claimed first, so that of many requests at once only one makes anything.
    constraint sandbox_idempotency_sandbox_fk foreign key (tenant_id, sandbox_id) references sandbox (tenant_id, id)
        deferrable initially deferred
);
create index sandbox_idempotency_by_age on sandbox_idempotency (created_at);

alter table sandbox_idempotency enable row level security;
alter table sandbox_idempotency force row level security;
create policy sandbox_idempotency_own on sandbox_idempotency to smartboxes_tenant using (tenant_id = app_tenant_id()) with check (tenant_id = app_tenant_id());
create policy sandbox_idempotency_system on sandbox_idempotency to smartboxes_system using (true) with check (true);
grant select, insert, update on sandbox_idempotency to smartboxes_tenant;
grant select, delete on sandbox_idempotency to smartboxes_system;
