-- Questions about sandboxes' logs on their way to the workers that have them, and the answers on their way back: seconds old at
-- most, so none of it is worth the write-ahead log.
create unlogged table log_read (
    tenant_id  uuid        not null,
    id         uuid        not null,
    sandbox_id uuid        not null,
    worker_id  uuid        not null,
    question   bytea       not null,
    asked_at   timestamptz not null,
    answer     bytea,
    constraint log_read_pk primary key (tenant_id, id)
);
create unique index log_read_by_id on log_read (id);
create index log_read_open on log_read (worker_id) where answer is null;
create index log_read_by_age on log_read (asked_at);

alter table log_read enable row level security;
alter table log_read force row level security;
create policy log_read_own on log_read to smartboxes_tenant using (tenant_id = app_tenant_id()) with check (tenant_id = app_tenant_id());
create policy log_read_system on log_read to smartboxes_system using (true) with check (true);
grant select, insert, delete on log_read to smartboxes_tenant;
grant select, delete on log_read to smartboxes_system;
grant update (answer) on log_read to smartboxes_system;
