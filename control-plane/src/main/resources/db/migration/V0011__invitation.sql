-- Somebody is asked into a tenant, by mail address. A person finds the invitations to their own address, which the provider has
-- verified, as themselves: app.user_id, no role that sees everything.
create function app_user_email() returns text
    language sql stable
    begin atomic
        select lower(email) from user_account where id = app_user_id() and deleted_at is null;
    end;

create table invitation (
    tenant_id       uuid        not null,
    id              uuid        not null,
    -- In lower case.
    email           text        not null,
    role            text        not null,
    token_hash      bytea       not null,
    invited_by      uuid        not null,
    -- As whoever is invited, who may see no account but their own, reads it.
    invited_by_name text        not null,
    state           text        not null default 'pending',
    created_at      timestamptz not null,
    expires_at      timestamptz not null,
    ended_at        timestamptz,
    constraint invitation_pk primary key (tenant_id, id),
    constraint invitation_id_unique unique (id),
    constraint invitation_tenant_fk foreign key (tenant_id) references tenant (id),
    constraint invitation_inviter_fk foreign key (invited_by) references user_account (id),
    constraint invitation_role_known check (role in ('owner', 'admin', 'developer', 'billing', 'viewer')),
    constraint invitation_state_known check (state in ('pending', 'accepted', 'declined', 'revoked')),
    constraint invitation_end check ((state = 'pending') = (ended_at is null)),
    constraint invitation_email_lower check (email = lower(email))
);
create unique index invitation_pending on invitation (tenant_id, email) where state = 'pending';
create index invitation_by_email on invitation (email) where state = 'pending';
create index invitation_by_tenant on invitation (tenant_id, created_at desc, id desc);

alter table invitation enable row level security;
alter table invitation force row level security;
create policy invitation_tenant on invitation to smartboxes_tenant
    using (tenant_id = app_tenant_id()) with check (tenant_id = app_tenant_id());
create policy invitation_received on invitation for select to smartboxes_tenant using (email = app_user_email());
create policy invitation_system on invitation for select to smartboxes_system using (true);
grant select, insert on invitation to smartboxes_tenant;
grant update (state, ended_at, token_hash, expires_at) on invitation to smartboxes_tenant;
grant select on invitation to smartboxes_system;

-- Whoever is invited reads where to.
create policy tenant_of_invited on tenant for select to smartboxes_tenant using (
    exists (select from invitation where invitation.tenant_id = tenant.id and invitation.state = 'pending'
        and invitation.email = app_user_email()));
