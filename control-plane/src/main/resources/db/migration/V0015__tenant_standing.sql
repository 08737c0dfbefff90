-- What a tenant may still do. Suspension climbs: throttled, blocked (nothing new), terminating (blocked, and at terminate_at
-- everything that runs ends); each step can be taken back. A tenant that is being deleted ends everything at once and can be
-- restored until delete_at.
alter table tenant
    add column suspension         text,
    add column suspension_cause   text,
    add column suspended_at       timestamptz,
    add column terminate_at       timestamptz,
    add column delete_at          timestamptz,
    add column deleted_at         timestamptz,
    add constraint tenant_suspension_known check (suspension in ('throttled', 'blocked', 'terminating')),
    add constraint tenant_suspension_whole check (num_nonnulls(suspension, suspension_cause, suspended_at) in (0, 3)),
    add constraint tenant_terminate_at check ((suspension is not distinct from 'terminating') = (terminate_at is not null)),
    add constraint tenant_deleted_after_wish check (deleted_at is null or delete_at is not null);
create index tenant_ending on tenant (id) where delete_at is not null or terminate_at is not null;
grant update (delete_at) on tenant to smartboxes_tenant;

-- A tenant that is gone needs no owner.
create or replace function membership_needs_owner() returns trigger
    language plpgsql as $$
declare
    concerned uuid := coalesce(new.tenant_id, old.tenant_id);
begin
    -- Two owners who leave at once take turns here; the second sees that the first is gone.
    perform 1 from tenant where id = concerned for no key update;
    if not exists (select from membership where tenant_id = concerned and role = 'owner')
            and not exists (select from tenant where id = concerned and deleted_at is not null) then
        raise exception using errcode = 'check_violation', constraint = 'membership_owner_left', table = 'membership',
            message = 'a tenant with members needs an owner';
    end if;
    return null;
end
$$;
grant delete on membership to smartboxes_system;
grant update (state, ended_at) on invitation to smartboxes_system;
create policy invitation_ended on invitation for update to smartboxes_system using (true) with check (true);
