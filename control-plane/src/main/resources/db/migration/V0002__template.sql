-- Named sandbox blueprints. tenant_id is null for those that everybody may use.
create table template (
    id         uuid        not null,
    tenant_id  uuid,
    name       text        not null,
    vcpus      integer     not null,
    memory_mib bigint      not null,
    disk_mib   bigint      not null,
    created_at timestamptz not null,
    constraint template_pk primary key (id),
    constraint template_name_unique unique nulls not distinct (tenant_id, name),
    constraint template_tenant_fk foreign key (tenant_id) references tenant (id)
);

-- Before row-level security is forced: from then on it binds the owner too.
insert into template (id, tenant_id, name, vcpus, memory_mib, disk_mib, created_at)
values ('01900000-0000-7000-8000-000000000001', null, 'base', 2, 512, 5120, '2026-01-01T00:00:00Z');

alter table template enable row level security;
alter table template force row level security;
create policy template_visible on template for select to smartboxes_tenant using (tenant_id is null or tenant_id = app_tenant_id());
create policy template_system on template to smartboxes_system using (true) with check (true);
grant select on template to smartboxes_tenant;
grant select on template to smartboxes_system;
