-- Open screens are told when what limits a tenant changes: by the number of the transaction that last changed it.
alter table tenant add column limits_xid xid8;
create index tenant_by_limit_change on tenant (id, limits_xid) where limits_xid is not null;
