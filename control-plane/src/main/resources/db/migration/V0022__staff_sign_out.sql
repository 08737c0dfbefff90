-- Staff have no rows of their own here: their issuer knows them. What has to be known is which of their sign-ins it has ended.
create table staff_sign_out (
    issuer text not null,
    -- What has ended: one sign-in, or all that a person had until then.
    whole  text not null,
    name   text not null,
    at     timestamptz not null,
    constraint staff_sign_out_pk primary key (issuer, whole, name),
    constraint staff_sign_out_whole_known check (whole in ('session', 'person'))
);
create index staff_sign_out_by_time on staff_sign_out (at);
grant select, insert, update, delete on staff_sign_out to smartboxes_system;
