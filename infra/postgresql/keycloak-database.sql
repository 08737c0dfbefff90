-- The database of the sign-in service, once, after keycloak-role.sql. Nobody else may connect.

CREATE DATABASE keycloak OWNER keycloak;

REVOKE ALL ON DATABASE keycloak FROM PUBLIC;
