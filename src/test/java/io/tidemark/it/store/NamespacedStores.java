package io.tidemark.it.store;

import io.tidemark.redis.RedisMarks;
import io.tidemark.redis.RedisSettings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;

/** The stores of a test. Each has a namespace of its own, and is therefore empty. */
public final class NamespacedStores implements AutoCloseable {

    private final List<RedisMarks> stores = new ArrayList<>();
    private String namespace = "";

    /** Creates an empty store in this Redis. */
    public RedisMarks create(URI redis) {
        namespace = UUID.randomUUID().toString();
        RedisMarks marks = new RedisMarks(new RedisSettings(
                redis,
                Duration.ofSeconds(2),
                32,
                namespace,
                Duration.ofMinutes(10),
                OptionalInt.empty(),
                RedisSettings.Callers.PLAIN));
        stores.add(marks);
        return marks;
    }

    /** {@return the first store of the test} */
    RedisMarks first() {
        return stores.get(0);
    }

    /** {@return the namespace of the last store} */
    public String namespace() {
        return namespace;
    }

    /** Closes all stores. New ones may be created afterwards. */
    @Override
    public void close() {
        stores.forEach(RedisMarks::close);
        stores.clear();
    }
}
