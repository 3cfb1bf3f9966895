package io.tidemark.redis;

/**
 * The atomic operations in Redis. The full script is sent each time: after a restart, Redis no longer has a script by
 * its digest, and the call would take a second round trip.
 *
 * <p>Each script that relies on stored data compares the floor's <em>server</em> with its own: run id, replication id
 * and number of evictions. After a restart, a restored snapshot, a failover or an eviction, they differ. The floor then
 * counts as missing, over every connection and without delay.
 */
enum RedisScript {

    /** KEYS: floor. Returns: the floor's position or an empty text, seconds, microseconds. */
    FLOOR("""
            return {valid_floor() or '', now[1], now[2]}
            """),

    /**
     * KEYS: mark, tombstone. ARGV: write, deadline, horizon. A hash that replaces a key of another type remains
     * damaged, because a mark may have been lost with that key.
     */
    PEND(
            """
            if redis.call('EXISTS', KEYS[2]) == 0 then
              if not hash('HGETALL', KEYS[1]) then
                delete(KEYS[1])
                redis.call('HSET', KEYS[1], 'mark', '')
              end
              redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', millis + ARGV[2]))
              redis.call('PEXPIRE', KEYS[1], ARGV[3])
            end
            return 1
            """),

    /**
     * KEYS: mark, tombstones. ARGV: position, horizon, life of a tombstone, then the writes of the tombstones. Removes
     * damaged entries, because the position covers all writes for which they stood.
     */
    RAISE(
            """
            local held = hash('HGETALL', KEYS[1])
            if not held then
              delete(KEYS[1])
              held = {}
            end
            local mark = ''
            for i = 1, #held, 2 do
              local field, value = held[i], held[i + 1]
              if field == 'mark' and is_position(value) then
                mark = value
              elseif not is_entry(field, value) then
                redis.call('HDEL', KEYS[1], field)
              end
            end
            if mark < ARGV[1] then
              redis.call('HSET', KEYS[1], 'mark', ARGV[1])
            end
            for i = 2, #KEYS do
              redis.call('HDEL', KEYS[1], ARGV[i + 2])
              redis.call('SET', KEYS[i], '', 'PX', ARGV[3])
            end
            redis.call('PEXPIRE', KEYS[1], ARGV[2])
            return 1
            """),

    /** KEYS: mark, tombstone. ARGV: write, life of a tombstone. */
    DROP(
            """
            hash('HDEL', KEYS[1], ARGV[1])
            redis.call('SET', KEYS[2], '', 'PX', ARGV[2])
            return 1
            """),

    /** KEYS: floor. Returns: whether it holds, eviction policy, connected replicas, seconds, microseconds, run id. */
    CHECK(
            """
            local policy = field('memory', 'maxmemory_policy', '[%w-]+')
            local replicas = field('replication', 'connected_slaves', '%d+')
            return {valid_floor() and '1' or '0', policy, replicas, now[1], now[2], field('server', 'run_id', '%x+')}
            """),

    /** KEYS: floor. ARGV: a random text. Returns: epoch. */
    EPOCH(
            """
            local floor = hash('HMGET', KEYS[1], 'epoch')
            if not floor then
              delete(KEYS[1])
              floor = {}
            end
            local epoch = floor[1]
            if not epoch or not string.match(epoch, '^[%x-]+$') then
              epoch = ARGV[1]
              redis.call('HSET', KEYS[1], 'epoch', epoch)
            end
            return epoch .. ' ' .. server()
            """),

    /** KEYS: floor. ARGV: epoch, position. Returns: the floor, or nil if the epoch has changed. */
    RAISE_FLOOR(
            """
            local is = server()
            local floor = hash('HMGET', KEYS[1], 'epoch', 'position') or {}
            if not floor[1] or floor[1] .. ' ' .. is ~= ARGV[1] then
              return false
            end
            local position = ARGV[2]
            if is_position(floor[2]) and floor[2] > position then
              position = floor[2]
            end
            redis.call('HSET', KEYS[1], 'position', position, 'server', is)
            return position
            """);

    private static final String WITH_TIME =
            """
            local now = redis.call('TIME')
            local millis = now[1] * 1000 + math.floor(now[2] / 1000)
            """;

    // One section per call, because older versions accept only one.
    private static final String WITH_SERVER =
            """
            local function field(section, name, pattern)
              local info = redis.call('INFO', section)
              local _, colon = string.find(info, name .. ':', 1, true)
              return colon and string.match(info, '^' .. pattern, colon + 1) or ''
            end
            local function server()
              return field('server', 'run_id', '%x+') .. ':' .. field('replication', 'master_replid', '%x+')
                .. ':' .. field('stats', 'evicted_keys', '%d+')
            end
            """;

    private static final String WITH_FLOOR =
            """
            local function valid_floor()
              local position, held = unpack(hash('HMGET', KEYS[1], 'position', 'server') or {})
              return is_position(position) and held == server() and position
            end
            """;

    // A key of another type, created by an operator or another application, must not fail the script, or the node would
    // consider the whole store lost. PEXPIRE with zero deletes a key, so the Redis user needs no right for DEL.
    private static final String WITH_HASHES =
            """
            local function hash(...)
              local answer = redis.pcall(...)
              if type(answer) ~= 'table' or not answer.err then
                return answer
              end
              if string.find(answer.err, 'WRONGTYPE', 1, true) then
                return false
              end
              return redis.call(...)
            end
            local function delete(key)
              redis.call('PEXPIRE', key, 0)
            end
            local function is_position(text)
              return text and #text == 24 and string.match(text, '^[0-7][0-9a-f]+$')
                and string.sub(text, 1, 8) ~= '00000000'
            end
            """;

    // A deadline is at most an hour ahead. An entry with a deadline more than a day ahead is treated as damaged,
    // because waiting for it would be futile.
    private static final String WITH_ENTRIES =
            """
            local function is_entry(write, deadline)
              return write ~= 'mark' and string.match(write, '^[%w-]+$')
                and #deadline <= 15 and string.match(deadline, '^%d+$') and deadline - millis < 86400000
            end
            """;

    private final String text;

    RedisScript(String body) {
        String entries = body.contains("is_entry(") ? WITH_ENTRIES : "";
        String time = (entries + body).contains("millis") || body.contains("now[") ? WITH_TIME : "";
        String floor = body.contains("valid_floor()") ? WITH_FLOOR : "";
        String server = (floor + body).contains("server()") ? WITH_SERVER : "";
        this.text = time + server + WITH_HASHES + floor + entries + body;
    }

    String text() {
        return text;
    }
}
