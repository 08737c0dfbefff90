-- Who asked for a sandbox: the key that stands in api_key_id, or this person.
alter table sandbox add column user_id uuid;
alter table sandbox add constraint sandbox_user_fk foreign key (user_id) references user_account (id);
alter table sandbox add constraint sandbox_creator_one check (num_nonnulls(api_key_id, user_id) <= 1);

-- Lists that show ended sandboxes too.
create index sandbox_by_tenant on sandbox (tenant_id, created_at desc, id desc);
