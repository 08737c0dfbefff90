-- How much a tenant may use at once, and how much it does.

-- Plans are data: an installation changes them here, and tenants feel it within ten seconds.
create table plan (
    code text not null,
    name text not null,
    constraint plan_pk primary key (code)
);

-- What a plan limits; what has no row is not limited. Rates allow max in per_seconds, and burst at once after a rest.
create table plan_limit (
    plan        text    not null,
    resource    text    not null,
    max         bigint  not null,
    per_seconds integer,
    burst       bigint,
    constraint plan_limit_pk primary key (plan, resource),
    constraint plan_limit_plan_fk foreign key (plan) references plan (code),
    constraint plan_limit_resource_known check (resource in ('sandboxes', 'vcpu_milli', 'memory_mib', 'disk_mib',
        'vcpu_milli_each', 'memory_mib_each', 'disk_mib_each', 'life_seconds', 'creations', 'api_requests')),
    constraint plan_limit_not_negative check (max >= 0),
    constraint plan_limit_rate_whole check (
        case when resource in ('creations', 'api_requests') then max > 0 and per_seconds > 0 and burst > 0
        else num_nonnulls(per_seconds, burst) = 0 end)
);

insert into plan (code, name) values
    ('local', 'Local'), ('free', 'Free'), ('free_card', 'Free with a card'), ('pro', 'Pro'), ('team', 'Team'), ('enterprise', 'Enterprise');

-- Enterprise begins as team does; what was agreed beyond that are overrides.
insert into plan_limit (plan, resource, max, per_seconds, burst) values
    ('local', 'sandboxes', 50, null, null),
    ('free', 'sandboxes', 3, null, null),
    ('free', 'vcpu_milli', 6000, null, null), ('free', 'vcpu_milli_each', 2000, null, null),
    ('free', 'memory_mib', 6144, null, null), ('free', 'memory_mib_each', 2048, null, null),
    ('free', 'disk_mib', 30720, null, null), ('free', 'disk_mib_each', 10240, null, null),
    ('free', 'life_seconds', 1800, null, null),
    ('free', 'creations', 10, 60, 10), ('free', 'api_requests', 100, 10, 100),
    ('free_card', 'sandboxes', 20, null, null),
    ('free_card', 'vcpu_milli', 40000, null, null), ('free_card', 'vcpu_milli_each', 4000, null, null),
    ('free_card', 'memory_mib', 163840, null, null), ('free_card', 'memory_mib_each', 8192, null, null),
    ('free_card', 'disk_mib', 204800, null, null), ('free_card', 'disk_mib_each', 10240, null, null),
    ('free_card', 'life_seconds', 3600, null, null),
    ('free_card', 'creations', 1, 1, 20), ('free_card', 'api_requests', 20000, 30, 20000),
    ('pro', 'sandboxes', 100, null, null),
    ('pro', 'vcpu_milli', 200000, null, null), ('pro', 'vcpu_milli_each', 8000, null, null),
    ('pro', 'memory_mib', 1638400, null, null), ('pro', 'memory_mib_each', 16384, null, null),
    ('pro', 'disk_mib', 2048000, null, null), ('pro', 'disk_mib_each', 20480, null, null),
    ('pro', 'life_seconds', 86400, null, null),
    ('pro', 'creations', 5, 1, 100), ('pro', 'api_requests', 20000, 30, 20000),
    ('team', 'sandboxes', 500, null, null),
    ('team', 'vcpu_milli', 1000000, null, null), ('team', 'vcpu_milli_each', 16000, null, null),
    ('team', 'memory_mib', 16384000, null, null), ('team', 'memory_mib_each', 32768, null, null),
    ('team', 'disk_mib', 20480000, null, null), ('team', 'disk_mib_each', 40960, null, null),
    ('team', 'life_seconds', 86400, null, null),
    ('team', 'creations', 20, 1, 100), ('team', 'api_requests', 50000, 30, 50000);
insert into plan_limit (plan, resource, max, per_seconds, burst)
select 'enterprise', resource, max, per_seconds, burst from plan_limit where plan = 'team';

grant select on plan, plan_limit to smartboxes_tenant, smartboxes_system;

-- Whoever is there already came with the installation.
alter table tenant add column plan text not null default 'local';
alter table tenant add constraint tenant_plan_fk foreign key (plan) references plan (code);

-- What holds for one tenant instead of its plan, for a reason and perhaps for a time.
create table limit_override (
    tenant_id  uuid        not null,
    resource   text        not null,
    -- Null: no limit.
    max        bigint,
    reason     text        not null,
    made_by    text        not null,
    made_at    timestamptz not null,
    expires_at timestamptz,
    constraint limit_override_pk primary key (tenant_id, resource),
    constraint limit_override_tenant_fk foreign key (tenant_id) references tenant (id),
    constraint limit_override_resource_known check (resource in ('sandboxes', 'vcpu_milli', 'memory_mib', 'disk_mib',
        'vcpu_milli_each', 'memory_mib_each', 'disk_mib_each', 'life_seconds', 'creations', 'api_requests')),
    constraint limit_override_max_valid check (max >= case when resource in ('creations', 'api_requests') then 1 else 0 end),
    constraint limit_override_reason_length check (char_length(reason) between 1 and 500),
    constraint limit_override_made_by_length check (char_length(made_by) between 1 and 200)
);

alter table limit_override enable row level security;
alter table limit_override force row level security;
create policy limit_override_own on limit_override for select to smartboxes_tenant using (tenant_id = app_tenant_id());
create policy limit_override_system on limit_override to smartboxes_system using (true) with check (true);
grant select on limit_override to smartboxes_tenant;
grant select, insert, update, delete on limit_override to smartboxes_system;

-- What lives. One row a tenant, so that one short lock guards it all: it changes in the transaction that changes what it counts,
-- as the last thing that is locked there, in the order of the tenants where there are several. No row: nothing was ever made.
create table quota (
    tenant_id  uuid   not null,
    sandboxes  bigint not null,
    vcpu_milli bigint not null,
    memory_mib bigint not null,
    disk_mib   bigint not null,
    constraint quota_pk primary key (tenant_id),
    constraint quota_tenant_fk foreign key (tenant_id) references tenant (id)
)
-- Nothing changes as often: room in the page keeps the writes off the index.
with (fillfactor = 20);

-- Forced row-level security binds the owner too, who has to see every live sandbox once.
alter table sandbox no force row level security;
insert into quota (tenant_id, sandboxes, vcpu_milli, memory_mib, disk_mib)
select tenant_id, count(*), sum(vcpus) * 1000, sum(memory_mib), sum(disk_mib)
from sandbox where seen not in ('TERMINATED', 'FAILED') group by tenant_id;
alter table sandbox force row level security;

alter table quota enable row level security;
alter table quota force row level security;
create policy quota_own on quota to smartboxes_tenant using (tenant_id = app_tenant_id()) with check (tenant_id = app_tenant_id());
create policy quota_system on quota to smartboxes_system using (true) with check (true);
grant select, insert, update on quota to smartboxes_tenant;
grant select, update on quota to smartboxes_system;

-- How fast each tenant made sandboxes lately: a bucket of tokens, in the form of the library that keeps it.
create table creation_bucket (
    tenant_id uuid not null,
    state     bytea,
    constraint creation_bucket_pk primary key (tenant_id),
    constraint creation_bucket_tenant_fk foreign key (tenant_id) references tenant (id)
)
with (fillfactor = 20);

alter table creation_bucket enable row level security;
alter table creation_bucket force row level security;
create policy creation_bucket_own on creation_bucket to smartboxes_tenant using (tenant_id = app_tenant_id()) with check (tenant_id = app_tenant_id());
grant select, insert, update on creation_bucket to smartboxes_tenant;
