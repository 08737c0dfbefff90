-- Staff have no account here: what they did at the sign-in service is written down under the name it knows them by.
alter table provider_event add column name text;
alter table provider_event add constraint provider_event_name_length check (char_length(name) between 1 and 320);
