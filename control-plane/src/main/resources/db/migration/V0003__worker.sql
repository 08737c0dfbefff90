-- Hosts. Nothing here belongs to a tenant, so only the system role sees it.
create table certificate_authority (
    -- One row: the authority that signs the link's server certificate and every worker's.
    singleton   boolean     not null default true,
    certificate bytea       not null,
    -- PKCS#8, sealed under the master key.
    private_key bytea       not null,
    created_at  timestamptz not null,
    constraint certificate_authority_pk primary key (singleton),
    constraint certificate_authority_one check (singleton)
);

create table enrolment_token (
    id              uuid        not null,
    worker_name     text        not null,
    hash            bytea       not null,
    created_at      timestamptz not null,
    expires_at      timestamptz not null,
    -- What the token was traded for, kept so that a worker that lost the answer gets the same one again.
    used_at         timestamptz,
    public_key_hash bytea,
    worker_id       uuid,
    certificate     bytea,
    constraint enrolment_token_pk primary key (id),
    constraint enrolment_token_used_whole check (num_nulls(used_at, public_key_hash, worker_id, certificate) in (0, 4))
);

create table worker (
    id                  uuid        not null,
    name                text        not null,
    -- Unknown until the worker first connects.
    runtime             text,
    enrolled_at         timestamptz not null,
    -- SHA-256 of the certificate that may speak for this worker.
    certificate_hash    bytea       not null,
    -- Which replica holds the worker's stream, and which stream: a later one takes over by raising it.
    stream_replica      text,
    stream_number       bigint      not null default 0,
    agent_version       text,
    agent_instance      text,
    peer_address        text,
    heard_at            timestamptz,
    cordoned            boolean     not null default false,
    sandboxes_total     integer     not null default 0,
    vcpu_millis_total   bigint      not null default 0,
    memory_mib_total    bigint      not null default 0,
    disk_mib_total      bigint      not null default 0,
    warm                integer     not null default 0,
    -- [{"name": ..., "build": ...}], as the worker said when it last connected.
    templates           jsonb       not null default '[]',
    -- Which journal the worker writes, and its highest report that is in the database. A new journal counts from one.
    journal_id          text,
    acknowledged_report bigint      not null default 0,
    constraint worker_pk primary key (id),
    constraint worker_name_unique unique (name),
    constraint worker_runtime_known check (runtime in ('gvisor', 'simulated'))
);

grant select, insert, update on certificate_authority, enrolment_token, worker to smartboxes_system;
