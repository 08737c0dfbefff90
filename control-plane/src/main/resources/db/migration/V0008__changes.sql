-- What a stream of changes reads. A cursor over ids or times would lose rows: transactions that began earlier commit later.
-- So every change carries its transaction's number, and a reader takes only what is older than every transaction still running.
alter table sandbox_event add column xid xid8 not null default pg_current_xact_id();
create index sandbox_event_by_change on sandbox_event (tenant_id, xid, id);

alter table api_key add column changed_xid xid8 not null default pg_current_xact_id();
create index api_key_by_change on api_key (tenant_id, changed_xid, id);
