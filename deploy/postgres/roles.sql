-- The two roles and the database: the owner migrates and backs up, the application serves and owns nothing.
-- Run once by the server's superuser, and again to change a password; docker-compose.yml runs it at the first start:
--   BARO_OWNER_PASSWORD=… BARO_APPLICATION_PASSWORD=… psql --file deploy/postgres/roles.sql postgres
\set ON_ERROR_STOP on
\set owner baro_owner
\set application baro_app
\set database baro
\getenv owner BARO_OWNER
\getenv application BARO_APPLICATION
\getenv database BARO_DATABASE
\getenv owner_password BARO_OWNER_PASSWORD
\getenv application_password BARO_APPLICATION_PASSWORD

SELECT format('CREATE ROLE %I', name) FROM unnest(ARRAY[:'owner', :'application']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
ALTER ROLE :"owner" LOGIN NOSUPERUSER NOCREATEROLE NOBYPASSRLS PASSWORD :'owner_password';
ALTER ROLE :"application" LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS PASSWORD :'application_password';

SELECT format('CREATE DATABASE %I OWNER %I', :'database', :'owner')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec

-- Rows of every table that the owner makes; never TRUNCATE. A migration takes away more where a table may only grow.
\connect :database
SET ROLE :"owner";
GRANT USAGE ON SCHEMA public TO :"application";
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"application";
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO :"application";
