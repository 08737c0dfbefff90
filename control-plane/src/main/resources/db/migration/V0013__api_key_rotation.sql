-- A rotated key is another key in its place. Both are of one line, named by its first key, so that what counts against the
-- old one counts against the new one too; null is a line of its own.
alter table api_key add column replaces uuid;
alter table api_key add column line uuid;
alter table api_key add constraint api_key_replaces_fk foreign key (tenant_id, replaces) references api_key (tenant_id, id);
alter table api_key add constraint api_key_line_fk foreign key (tenant_id, line) references api_key (tenant_id, id);
create index api_key_by_line on api_key (tenant_id, line) where line is not null;

-- Written once a minute; says nothing that a reader of changes waits for.
alter table api_key add column last_used_at timestamptz;
