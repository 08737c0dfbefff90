-- Who owns things. Roles smartboxes_tenant and smartboxes_system exist already (infra/postgresql/roles.sql);
-- neither owns a table, is superuser or bypasses row-level security. The owner role migrates and does nothing else.
--
-- smartboxes_tenant sees the rows of the tenant named by app.tenant_id in its transaction and no others.
-- smartboxes_system crosses tenants, for the packages that an architecture test lists, by policies granted to it.

create function app_tenant_id() returns uuid
    language sql stable
    return nullif(current_setting('app.tenant_id', true), '')::uuid;

create table tenant (
    id         uuid        not null,
    name       text        not null,
    created_at timestamptz not null,
    constraint tenant_pk primary key (id),
    constraint tenant_name_length check (char_length(name) between 1 and 100)
);

alter table tenant enable row level security;
alter table tenant force row level security;
create policy tenant_own on tenant to smartboxes_tenant using (id = app_tenant_id());
create policy tenant_system on tenant to smartboxes_system using (true) with check (true);
grant select on tenant to smartboxes_tenant;
grant select, insert, update on tenant to smartboxes_system;

create table api_key (
    tenant_id  uuid        not null,
    id         uuid        not null,
    name       text        not null,
    -- SHA-256 of the whole key. The key has 128 random bits, so no slow hash is needed.
    hash       bytea       not null,
    -- The first and last characters, for people to recognise it by.
    mask       text        not null,
    created_at timestamptz not null,
    revoked_at timestamptz,
    constraint api_key_pk primary key (tenant_id, id),
    constraint api_key_hash_unique unique (hash),
    constraint api_key_tenant_fk foreign key (tenant_id) references tenant (id),
    constraint api_key_name_length check (char_length(name) between 1 and 100),
    constraint api_key_hash_length check (octet_length(hash) = 32)
);

alter table api_key enable row level security;
alter table api_key force row level security;
create policy api_key_own on api_key to smartboxes_tenant using (tenant_id = app_tenant_id()) with check (tenant_id = app_tenant_id());
create policy api_key_system on api_key to smartboxes_system using (true) with check (true);
grant select, insert, update on api_key to smartboxes_tenant;
grant select, insert, update on api_key to smartboxes_system;
