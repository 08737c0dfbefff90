-- What staff were refused is no tenant's and no person's; only the system shows it. And what the sign-in service refused is
-- counted like everything else that was.
alter table audit_event drop constraint audit_event_one_owner;
alter table audit_event add constraint audit_event_one_owner check (
    num_nonnulls(tenant_id, user_id) = 1 or num_nonnulls(tenant_id, user_id) = 0 and starts_with(actor, 'staff:'));
alter table audit_refusal drop constraint audit_refusal_one_owner;
alter table audit_refusal add constraint audit_refusal_one_owner check (
    num_nonnulls(tenant_id, user_id) = 1 or num_nonnulls(tenant_id, user_id) = 0 and starts_with(actor, 'staff:'));
create index audit_refusal_by_staff on audit_refusal (at desc, id desc) where starts_with(actor, 'staff:');
grant insert on audit_refusal to smartboxes_system;
