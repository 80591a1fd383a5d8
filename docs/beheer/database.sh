#!/bin/bash
# Run by the image of PostgreSQL when it makes an empty database: the app gets a role that owns its own database
# and no more. The role of the image may run programs on its machine and read its files, and is only for who
# administers it.
set -eu
: "${HEA_DATABASE_PASSWORD:?}"
psql --set ON_ERROR_STOP=1 --no-password --no-psqlrc --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
\getenv password HEA_DATABASE_PASSWORD
CREATE ROLE hea LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'password';
CREATE DATABASE hea OWNER hea;
REVOKE ALL ON DATABASE hea FROM PUBLIC;
REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC;
SQL
