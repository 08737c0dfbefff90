-- What narrows a key below its maker: scopes, a time, addresses, a number of running sandboxes. Null does not narrow.
alter table api_key add column scopes text[];
alter table api_key add column expires_at timestamptz;
alter table api_key add column addresses cidr[];
alter table api_key add column sandboxes_max integer;
alter table api_key add constraint api_key_scopes_some check (cardinality(scopes) > 0);
alter table api_key add constraint api_key_addresses_some check (cardinality(addresses) > 0);
alter table api_key add constraint api_key_sandboxes_max_positive check (sandboxes_max > 0);

-- What a key with a limit of its own has running.
create index sandbox_live_by_key on sandbox (tenant_id, api_key_id) where seen not in ('TERMINATED', 'FAILED');
