-- The replica's slot, on the primary, by its superuser. It reserves WAL at once, not from the first connection on, so
-- that nothing is missing between a base backup and the replica's start.

SELECT pg_create_physical_replication_slot('replica', true)
WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = 'replica');
