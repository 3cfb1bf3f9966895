package io.tidemark.redis;

import io.tidemark.marks.CallerMarks;
import io.tidemark.wal.Position;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Fetches the marks of several callers of a bucket in one round trip: a read for each caller, then {@link
 * RedisScript#FLOOR}, which reads the floor and checks the server.
 *
 * <p>Commands of other clients may run in between. The order makes this safe. If a mark was lost before it was read, then
 * the script finds no valid floor, because the server's identity never returns to an earlier value; or the floor was
 * raised after the loss and covers the mark. All commands use one connection, so the check is made on the server that
 * was read. The time is read after the marks, so it also shows a step of the clock that let a mark expire.
 */
final class MarkFetch {

    /** In milliseconds. A deadline is at most an hour ahead; it would be futile to wait for one that is far away. */
    private static final long FARTHEST_DEADLINE = 86_400_000;

    private static final String MARK = "mark";
    private static final Pattern WRITE = Pattern.compile("[A-Za-z0-9-]+");
    private static final Pattern DEADLINE = Pattern.compile("[0-9]{1,15}");

    private MarkFetch() {}

    /** Returns the marks in the order of their keys. */
    static List<CallerMarks> fetch(RedisConnections redis, String floorKey, List<String> markKeys) {
        return redis.pipelined(floorKey, pipeline -> fetch(pipeline, floorKey, markKeys));
    }

    private static List<CallerMarks> fetch(Pipeline pipeline, String floorKey, List<String> markKeys) {
        List<Response<Map<String, String>>> marks =
                markKeys.stream().map(pipeline::hgetAll).toList();
        Response<Object> answer = pipeline.eval(RedisScript.FLOOR.text(), List.of(floorKey), List.of());
        pipeline.sync();
        List<String> checked = ScriptAnswer.texts(answer.get());
        Optional<Position> floor = PositionText.read(checked.get(0));
        Instant time = ScriptAnswer.time(checked.get(1), checked.get(2));
        return marks.stream().map(each -> marks(floor, held(each), time)).toList();
    }

    /** Returns the fields of a caller's hash; null if its key has another type. */
    private static @Nullable Map<String, String> held(Response<Map<String, String>> fields) {
        try {
            return fields.get();
        } catch (JedisDataException failed) {
            if (String.valueOf(failed.getMessage()).startsWith("WRONGTYPE")) {
                return null;
            }
            throw failed;
        }
    }

    private static CallerMarks marks(Optional<Position> floor, @Nullable Map<String, String> held, Instant time) {
        if (held == null) {
            return new CallerMarks(floor, Optional.empty(), false, Set.of(), true, time);
        }
        Optional<Position> mark = Optional.empty();
        boolean pending = false;
        boolean damaged = false;
        Set<String> expired = new HashSet<>();
        for (Map.Entry<String, String> field : held.entrySet()) {
            if (field.getKey().equals(MARK)) {
                mark = PositionText.read(field.getValue());
                damaged |= mark.isEmpty();
            } else if (!isEntry(field.getKey(), field.getValue(), time.toEpochMilli())) {
                damaged = true;
            } else if (Long.parseLong(field.getValue()) > time.toEpochMilli()) {
                pending = true;
            } else {
                expired.add(field.getKey());
            }
        }
        return new CallerMarks(floor, mark, pending, expired, damaged, time);
    }

    private static boolean isEntry(String write, String deadline, long now) {
        return WRITE.matcher(write).matches()
                && DEADLINE.matcher(deadline).matches()
                && Long.parseLong(deadline) - now < FARTHEST_DEADLINE;
    }
}
