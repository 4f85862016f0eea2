#!/bin/sh
# Run once by the PostgreSQL image on an empty volume: the database, the role that owns and migrates
# it, and the roles of the application and of the log's sequencer, which get their rights from the migrations.
set -eu
psql -v ON_ERROR_STOP=1 -U "${POSTGRES_USER:-postgres}" \
  -v owner_password="$(cat /run/secrets/owner_password)" \
  -v app_password="$(cat /run/secrets/app_password)" \
  -v ledger_password="$(cat /run/secrets/ledger_password)" <<'SQL'
CREATE ROLE ascribe_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE ascribe_app LOGIN PASSWORD :'app_password';
CREATE ROLE ascribe_ledger LOGIN PASSWORD :'ledger_password';
CREATE DATABASE ascribe OWNER ascribe_owner;
REVOKE ALL ON DATABASE ascribe FROM PUBLIC;
GRANT CONNECT ON DATABASE ascribe TO ascribe_app, ascribe_ledger;
SQL
