-- People. Who somebody is, an OpenID provider says (issuer and sub); what they may do is ours to say.
--
-- Besides app.tenant_id there is app.user_id: in a transaction that sets it, smartboxes_tenant sees what is one person's own
-- whatever the tenant. Nobody needs to bypass row-level security to ask "which tenants are mine".
create function app_user_id() returns uuid
    language sql stable
    return nullif(current_setting('app.user_id', true), '')::uuid;

create table user_account (
    id            uuid        not null,
    issuer        text        not null,
    sub           text        not null,
    email         text        not null,
    name          text,
    created_at    timestamptz not null,
    -- Tokens issued before this are refused: the provider ended all sessions of this person at once.
    signed_out_at timestamptz,
    deleted_at    timestamptz,
    constraint user_account_pk primary key (id),
    constraint user_account_subject_unique unique (issuer, sub)
);

-- One row per sign-in, named by the provider's sid. Rows outlive their session: an ended one refuses the tokens still around.
create table user_session (
    id           uuid        not null,
    issuer       text        not null,
    sid          text        not null,
    -- Null only if the provider ended the session before anybody used it here.
    user_id      uuid,
    started_at   timestamptz not null,
    last_seen_at timestamptz not null,
    ended_at     timestamptz,
    constraint user_session_pk primary key (id),
    constraint user_session_sid_unique unique (issuer, sid),
    constraint user_session_user_fk foreign key (user_id) references user_account (id),
    constraint user_session_used check (user_id is not null or ended_at is not null)
);
create index user_session_by_user on user_session (user_id, started_at desc);

alter table tenant add column personal boolean not null default false;

create table membership (
    tenant_id uuid        not null,
    user_id   uuid        not null,
    role      text        not null,
    since     timestamptz not null,
    constraint membership_pk primary key (tenant_id, user_id),
    constraint membership_tenant_fk foreign key (tenant_id) references tenant (id),
    constraint membership_user_fk foreign key (user_id) references user_account (id),
    constraint membership_role_known check (role in ('owner', 'admin', 'developer', 'billing', 'viewer'))
);
create index membership_by_user on membership (user_id);

-- Whoever has members has an owner among them. Checked at the end of the transaction, so that an owner can hand over in one.
create function membership_needs_owner() returns trigger
    language plpgsql as $$
declare
    concerned uuid := coalesce(new.tenant_id, old.tenant_id);
begin
    -- Two owners who leave at once take turns here; the second sees that the first is gone.
    perform 1 from tenant where id = concerned for no key update;
    if not exists (select from membership where tenant_id = concerned and role = 'owner') then
        raise exception using errcode = 'check_violation', constraint = 'membership_owner_left', table = 'membership',
            message = 'a tenant with members needs an owner';
    end if;
    return null;
end
$$;
create constraint trigger membership_owner_left after insert or update or delete on membership
    deferrable initially deferred for each row execute function membership_needs_owner();

alter table user_account enable row level security;
alter table user_account force row level security;
create policy user_account_own on user_account for select to smartboxes_tenant using (id = app_user_id());
create policy user_account_member on user_account for select to smartboxes_tenant using (
    exists (select from membership where membership.user_id = user_account.id and membership.tenant_id = app_tenant_id()));
create policy user_account_system on user_account to smartboxes_system using (true) with check (true);
grant select on user_account to smartboxes_tenant;
grant select, insert, update on user_account to smartboxes_system;

alter table user_session enable row level security;
alter table user_session force row level security;
create policy user_session_own on user_session to smartboxes_tenant using (user_id = app_user_id()) with check (user_id = app_user_id());
create policy user_session_system on user_session to smartboxes_system using (true) with check (true);
grant select on user_session to smartboxes_tenant;
grant update (ended_at) on user_session to smartboxes_tenant;
grant select, insert, update on user_session to smartboxes_system;

alter table membership enable row level security;
alter table membership force row level security;
create policy membership_tenant on membership to smartboxes_tenant using (tenant_id = app_tenant_id()) with check (tenant_id = app_tenant_id());
create policy membership_own on membership for select to smartboxes_tenant using (user_id = app_user_id());
create policy membership_system on membership to smartboxes_system using (true) with check (true);
grant select, insert, delete on membership to smartboxes_tenant;
grant update (role) on membership to smartboxes_tenant;
grant select, insert on membership to smartboxes_system;

-- A tenant is made and named from inside it; its members see it from outside too.
create policy tenant_of_member on tenant for select to smartboxes_tenant using (
    exists (select from membership where membership.tenant_id = tenant.id and membership.user_id = app_user_id()));
grant insert on tenant to smartboxes_tenant;
grant update (name) on tenant to smartboxes_tenant;
