-- What people did at the OpenID provider, on its way into the audit log. An event waits here until its person has an account,
-- and stays, settled, until the provider has forgotten it: read again, it is known.
create table provider_event (
    issuer     text        not null,
    id         uuid        not null,
    subject    text        not null,
    at         timestamptz not null,
    type       text        not null,
    error      text,
    address    inet,
    settled_at timestamptz,
    constraint provider_event_pk primary key (issuer, id)
);
create index provider_event_waiting on provider_event (issuer, subject) where settled_at is null;
create index provider_event_by_age on provider_event (issuer, at);

grant select, insert, update, delete on provider_event to smartboxes_system;
