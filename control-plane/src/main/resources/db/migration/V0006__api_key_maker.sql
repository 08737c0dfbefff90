-- Who made a key. A key may do what its maker may, and nothing once the maker has left; null came with the installation.
alter table api_key add column made_by uuid;
alter table api_key add constraint api_key_maker_fk foreign key (made_by) references user_account (id);
