-- What sandboxes used at moments of their lives. No bill: rows may be missing, and are thinned out as they age.
-- No foreign key to the sandbox: each sample would lock its row.
create table sandbox_metric (
    tenant_id  uuid        not null,
    sandbox_id uuid        not null,
    -- The sandbox's start, as it stands in its row, plus the worker's monotonic clock; of a minute, its beginning.
    at         timestamptz not null,
    -- Seconds that the row stands for: 5 is one sample, 60 the mean of a minute's CPU and the most of its memory and disk.
    span       smallint    not null,
    -- Hundredths of a percent of all the sandbox's vCPUs.
    cpu        integer     not null,
    -- Bytes.
    memory     bigint      not null,
    cache      bigint      not null,
    disk       bigint      not null,
    samples    integer     not null default 1,
    constraint sandbox_metric_pk primary key (tenant_id, sandbox_id, at, span),
    constraint sandbox_metric_span_known check (span in (5, 60)),
    constraint sandbox_metric_sane check (cpu between 0 and 10000 and memory >= 0 and cache >= 0 and disk >= 0 and samples > 0)
);
create index sandbox_metric_to_fold on sandbox_metric (at) where span = 5;

alter table sandbox_metric enable row level security;
alter table sandbox_metric force row level security;
create policy sandbox_metric_own on sandbox_metric to smartboxes_tenant using (tenant_id = app_tenant_id());
create policy sandbox_metric_system on sandbox_metric to smartboxes_system using (true) with check (true);
grant select on sandbox_metric to smartboxes_tenant;
grant select, insert, update, delete on sandbox_metric to smartboxes_system;

-- Which sandboxes have any, and when to look next whether theirs are to be forgotten.
create table sandbox_metric_watch (
    tenant_id  uuid        not null,
    sandbox_id uuid        not null,
    look_at    timestamptz not null,
    constraint sandbox_metric_watch_pk primary key (tenant_id, sandbox_id)
);
create index sandbox_metric_watch_due on sandbox_metric_watch (look_at);

alter table sandbox_metric_watch enable row level security;
alter table sandbox_metric_watch force row level security;
create policy sandbox_metric_watch_own on sandbox_metric_watch to smartboxes_tenant using (tenant_id = app_tenant_id());
create policy sandbox_metric_watch_system on sandbox_metric_watch to smartboxes_system using (true) with check (true);
grant select on sandbox_metric_watch to smartboxes_tenant;
grant select, insert, update, delete on sandbox_metric_watch to smartboxes_system;
