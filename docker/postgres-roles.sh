#!/bin/sh
# Run once by the PostgreSQL image on an empty volume: the database, the role that owns and migrates
# it, and the application's role, which gets its rights from the migrations.
set -eu
psql -v ON_ERROR_STOP=1 -U "${POSTGRES_USER:-postgres}" \
  -v owner_password="$(cat /run/secrets/owner_password)" \
  -v app_password="$(cat /run/secrets/app_password)" <<'SQL'
CREATE ROLE ascribe_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE ascribe_app LOGIN PASSWORD :'app_password';
CREATE DATABASE ascribe OWNER ascribe_owner;
REVOKE ALL ON DATABASE ascribe FROM PUBLIC;
GRANT CONNECT ON DATABASE ascribe TO ascribe_app;
SQL
