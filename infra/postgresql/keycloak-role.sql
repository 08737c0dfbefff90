-- The role of the sign-in service. Safe to run again; the rules of roles.sql hold here too.
--   psql -v keycloak_password=... -f keycloak-role.sql

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'keycloak') THEN
    CREATE ROLE keycloak;
  END IF;
END
$$;

ALTER ROLE keycloak LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'keycloak_password';
