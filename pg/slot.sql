-- A replica's slot, on the primary, by its superuser: "replica", or the one that the setting tidemark.slot of the session
-- names, as replica_2 for a second replica. It reserves WAL at once, not from the first connection on, so that nothing is
-- missing between a base backup and the replica's start.

SELECT pg_create_physical_replication_slot(name, true)
FROM (SELECT coalesce(nullif(current_setting('tidemark.slot', true), ''), 'replica')) AS wanted (name)
WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = name);
