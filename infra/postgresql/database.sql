-- The database, once, after roles.sql. Its owner may migrate; nobody else may connect but the two roles of the service.
-- What each may do to each table is granted by the migrations.

CREATE DATABASE smartboxes OWNER smartboxes_owner;

REVOKE ALL ON DATABASE smartboxes FROM PUBLIC;

GRANT CONNECT ON DATABASE smartboxes TO smartboxes_tenant, smartboxes_system;
