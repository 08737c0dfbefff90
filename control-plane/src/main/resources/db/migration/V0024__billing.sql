-- What a billing provider is told: what a tenant used of a meter in an hour, as far as no line before says it. A line is never
-- changed but for what became of it. No foreign key: lines outlive what they tell of.
create table billing_line (
    tenant_id     uuid        not null,
    id            uuid        not null,
    hour          timestamptz not null,
    meter         text        not null,
    quantity      bigint      not null,
    price_version int         not null,
    made_at       timestamptz not null,
    attempts      int         not null default 0,
    next_try_at   timestamptz not null,
    told_at       timestamptz,
    last_error    text,
    constraint billing_line_pk primary key (tenant_id, id),
    constraint billing_line_price_fk foreign key (price_version, meter) references price (version, meter),
    constraint billing_line_positive check (quantity > 0),
    constraint billing_line_whole_hour check (hour = date_trunc('hour', hour, 'UTC'))
);
create index billing_line_by_hour on billing_line (tenant_id, hour, meter);
create index billing_line_due on billing_line (next_try_at) where told_at is null;

alter table billing_line enable row level security;
alter table billing_line force row level security;
create policy billing_line_own on billing_line to smartboxes_tenant using (tenant_id = app_tenant_id());
create policy billing_line_system on billing_line to smartboxes_system using (true) with check (true);
grant select on billing_line to smartboxes_tenant;
grant select, insert, update (attempts, next_try_at, told_at, last_error) on billing_line to smartboxes_system;

-- Whoever makes lines holds this row.
create table billing_turn (
    singleton boolean not null default true,
    constraint billing_turn_pk primary key (singleton),
    constraint billing_turn_one check (singleton)
);
insert into billing_turn default values;
grant select, update on billing_turn to smartboxes_system;
