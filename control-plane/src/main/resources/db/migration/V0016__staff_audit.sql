-- What those did who run the installation is read across all logs.
create index audit_event_by_staff on audit_event (at desc, id desc) where starts_with(actor, 'staff:');
