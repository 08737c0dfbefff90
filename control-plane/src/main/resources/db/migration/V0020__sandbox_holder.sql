-- To whom tokens of a sandbox were handed out, besides whoever made it: a key, or a person in one sign-in.
create table sandbox_holder (
    tenant_id uuid not null,
    sandbox_id uuid not null,
    holder_id uuid not null,
    kind text not null,
    since timestamptz not null,
    constraint sandbox_holder_pk primary key (tenant_id, sandbox_id, holder_id),
    constraint sandbox_holder_sandbox_fk foreign key (tenant_id, sandbox_id) references sandbox (tenant_id, id),
    constraint sandbox_holder_kind_known check (kind in ('key', 'session'))
);
alter table sandbox_holder enable row level security;
alter table sandbox_holder force row level security;
create policy sandbox_holder_own on sandbox_holder for all to smartboxes_tenant
    using (tenant_id = app_tenant_id()) with check (tenant_id = app_tenant_id());
create policy sandbox_holder_system on sandbox_holder for all to smartboxes_system using (true) with check (true);
grant select, insert, update on sandbox_holder to smartboxes_tenant;
grant select on sandbox_holder to smartboxes_system;

-- In which sign-in a person made it. Before there were holders everybody was given the guest's own token: those who make
-- sandboxes without a word about it still give it away.
alter table sandbox
    add column session_id uuid,
    add column guest_token_given boolean not null default true;
