-- The three roles of a SmartBoxes database. Safe to run again; run by a superuser, before the database is created.
--   psql -v owner_password=... -v tenant_password=... -v system_password=... -f roles.sql
-- Plain SQL but for the three :'...' placeholders, so that a JDBC statement or `postgres --single` can run it too. The
-- latter ends a statement at a semicolon followed by an empty line: keep one between any two, and none inside.

-- Owns the schema and migrates it. The running service never connects as this role.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'smartboxes_owner') THEN
    CREATE ROLE smartboxes_owner;
  END IF;
END
$$;

-- Acts for one tenant at a time, under forced row-level security.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'smartboxes_tenant') THEN
    CREATE ROLE smartboxes_tenant;
  END IF;
END
$$;

-- Acts across tenants for the background work, through policies granted to it, never by bypassing them.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'smartboxes_system') THEN
    CREATE ROLE smartboxes_system;
  END IF;
END
$$;

ALTER ROLE smartboxes_owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'owner_password';

ALTER ROLE smartboxes_tenant LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'tenant_password';

ALTER ROLE smartboxes_system LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'system_password';
