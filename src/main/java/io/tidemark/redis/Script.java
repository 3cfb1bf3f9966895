package io.tidemark.redis;

/**
 * What is done in Redis in one step each, all of it or nothing. Sent whole each time: a script that Redis knows only by its
 * digest is forgotten at a restart, and would take a second round trip then.
 *
 * <p>Every script that relies on what is there compares the floor's <em>server</em> with the one that runs it: run id,
 * replication id and number of evictions. Another process, an old snapshot, a failover, an eviction: each is another one,
 * and the floor then counts as missing, on whichever connection, and at this very moment.
 */
enum Script {

    /** KEYS: floor, mark. Answers: floor, mark, seconds, microseconds, pending, then what has expired. */
    FETCH(
            """
            local floor = redis.call('HMGET', KEYS[1], 'position', 'server')
            local answer = {'', '', now[1], now[2], '0'}
            if floor[1] and floor[2] == server() then
              answer[1] = floor[1]
            end
            local held = redis.call('HGETALL', KEYS[2])
            for i = 1, #held, 2 do
              if held[i] == 'mark' then
                answer[2] = held[i + 1]
              elseif tonumber(held[i + 1]) > millis then
                answer[5] = '1'
              else
                answer[#answer + 1] = held[i]
              end
            end
            return answer
            """),

    /** KEYS: mark, tombstone. ARGV: write, deadline, horizon. */
    PEND(
            """
            if redis.call('EXISTS', KEYS[2]) == 0 then
              redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', millis + ARGV[2]))
              redis.call('PEXPIRE', KEYS[1], ARGV[3])
            end
            return 1
            """),

    /** KEYS: mark, tombstones. ARGV: position, horizon, life of a tombstone, then the writes of the tombstones. */
    RAISE(
            """
            local held = redis.call('HGET', KEYS[1], 'mark')
            if not held or held < ARGV[1] then
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
            redis.call('HDEL', KEYS[1], ARGV[1])
            redis.call('SET', KEYS[2], '', 'PX', ARGV[2])
            return 1
            """),

    /** KEYS: floor. Answers: whether it holds, policy of eviction, connected replicas, seconds, microseconds, run id. */
    CHECK(
            """
            local holds = redis.call('HGET', KEYS[1], 'server') == server()
            local policy = field('memory', 'maxmemory_policy:([%w-]+)')
            local replicas = field('replication', 'connected_slaves:(%d+)')
            return {holds and '1' or '0', policy, replicas, now[1], now[2], field('server', 'run_id:(%x+)')}
            """),

    /** KEYS: floor. ARGV: a random text. Answers: epoch. */
    EPOCH(
            """
            redis.call('HSETNX', KEYS[1], 'epoch', ARGV[1])
            return redis.call('HGET', KEYS[1], 'epoch') .. ' ' .. server()
            """),

    /** KEYS: floor. ARGV: epoch, position. Answers: the floor, or nothing if the epoch is another one. */
    RAISE_FLOOR(
            """
            local is = server()
            local floor = redis.call('HMGET', KEYS[1], 'epoch', 'position')
            if not floor[1] or floor[1] .. ' ' .. is ~= ARGV[1] then
              return false
            end
            local position = ARGV[2]
            if floor[2] and floor[2] > position then
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

    // One section per call: older versions take no more.
    private static final String WITH_SERVER =
            """
            local function field(section, pattern)
              return string.match(redis.call('INFO', section), pattern) or ''
            end
            local function server()
              return field('server', 'run_id:(%x+)') .. ':' .. field('replication', 'master_replid:(%x+)')
                .. ':' .. field('stats', 'evicted_keys:(%d+)')
            end
            """;

    private final String text;

    Script(String body) {
        String time = body.contains("now[") || body.contains("millis") ? WITH_TIME : "";
        String server = body.contains("server()") ? WITH_SERVER : "";
        this.text = time + server + body;
    }

    String text() {
        return text;
    }
}
