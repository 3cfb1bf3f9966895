-- The roles, on the primary, by its superuser; again to change the passwords. These are not in this file: the session
-- that runs it has them as settings, which any client can send when it connects. For libpq, and so for the scripts of a
-- container's first start:
--   PGOPTIONS="-c tidemark.application_password=… -c tidemark.replication_password=…"
-- So no password is part of a statement's text, which PostgreSQL logs when a statement fails.

DO $$
DECLARE
    application_password text := nullif(current_setting('tidemark.application_password', true), '');
    replication_password text := nullif(current_setting('tidemark.replication_password', true), '');
BEGIN
    IF application_password IS NULL OR replication_password IS NULL THEN
        RAISE EXCEPTION 'Set tidemark.application_password and tidemark.replication_password for this session';
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tidemark') THEN
        CREATE ROLE tidemark LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'replicator') THEN
        CREATE ROLE replicator LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE REPLICATION;
    END IF;
    EXECUTE format('ALTER ROLE tidemark PASSWORD %L', application_password);
    EXECUTE format('ALTER ROLE replicator PASSWORD %L', replication_password);
END
$$;

-- The routing reads a replica's timeline from pg_stat_wal_receiver, which shows others no more than that it exists.
GRANT pg_read_all_stats TO tidemark;
