-- Mail that waits to be sent, was sent, or was given up with a reason. What it says may open something (an invitation's token),
-- so it is sealed, and gone once it was sent or given up.
create table mail (
    tenant_id   uuid        not null,
    id          uuid        not null,
    kind        text        not null,
    sealed      bytea,
    created_at  timestamptz not null,
    attempts    integer     not null default 0,
    -- While a sender has it, when the next may take it.
    next_try_at timestamptz not null,
    last_error  text,
    sent_at     timestamptz,
    failed_at   timestamptz,
    constraint mail_pk primary key (tenant_id, id),
    constraint mail_tenant_fk foreign key (tenant_id) references tenant (id),
    constraint mail_one_end check (num_nonnulls(sent_at, failed_at) <= 1),
    constraint mail_failure_has_reason check (failed_at is null or last_error is not null),
    constraint mail_sealed_until_its_end check ((sealed is null) = (num_nonnulls(sent_at, failed_at) = 1))
);
create index mail_due on mail (next_try_at) where sealed is not null;
create index mail_by_tenant on mail (tenant_id, kind, created_at);

alter table mail enable row level security;
alter table mail force row level security;
create policy mail_tenant on mail to smartboxes_tenant using (tenant_id = app_tenant_id()) with check (tenant_id = app_tenant_id());
create policy mail_system on mail to smartboxes_system using (true) with check (true);
grant select, insert on mail to smartboxes_tenant;
grant select, update, delete on mail to smartboxes_system;
