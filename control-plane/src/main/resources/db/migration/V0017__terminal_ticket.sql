-- What opens a terminal, once. The ticket itself is nowhere: its hash is here and at the worker that has the sandbox.
create table terminal_ticket (
    tenant_id    uuid        not null,
    id           uuid        not null,
    sandbox_id   uuid        not null,
    -- Of the lease under which it was given out: another lease's worker takes none of it.
    epoch        bigint      not null,
    terminal_id  uuid        not null,
    new_terminal boolean     not null,
    hash         bytea       not null,
    -- A member in one sign-in, or a key: what ends either ends what the ticket opened.
    user_id      uuid,
    session_id   uuid,
    api_key_id   uuid,
    created_at   timestamptz not null,
    expires_at   timestamptz not null,
    state        text        not null default 'WANTED',
    message      text,
    constraint terminal_ticket_pk primary key (tenant_id, id),
    constraint terminal_ticket_sandbox_fk foreign key (tenant_id, sandbox_id) references sandbox (tenant_id, id) on delete cascade,
    constraint terminal_ticket_state_known check (state in ('WANTED', 'GRANTED', 'NOT_HERE', 'LIMIT_REACHED', 'OVER')),
    constraint terminal_ticket_holder check ((api_key_id is null) = (user_id is not null) and (user_id is null) = (session_id is null))
);
-- What workers have to be told about; small, since what is over is not in it.
create index terminal_ticket_open on terminal_ticket (created_at) where state in ('WANTED', 'GRANTED');
create index terminal_ticket_by_age on terminal_ticket (created_at);
create index terminal_ticket_by_sandbox on terminal_ticket (tenant_id, sandbox_id);
create unique index terminal_ticket_by_id on terminal_ticket (id);

alter table terminal_ticket enable row level security;
alter table terminal_ticket force row level security;
create policy terminal_ticket_own on terminal_ticket to smartboxes_tenant using (tenant_id = app_tenant_id()) with check (tenant_id = app_tenant_id());
create policy terminal_ticket_system on terminal_ticket to smartboxes_system using (true) with check (true);
grant select, insert on terminal_ticket to smartboxes_tenant;
grant select, delete on terminal_ticket to smartboxes_system;
grant update (state, message) on terminal_ticket to smartboxes_system;
