package io.tidemark.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests the names of {@link ReplicaSetting}. */
class ReplicaSettingTest {

    private static List<String> headers(String... names) {
        List<ReplicaSetting> all =
                Stream.of(names).map(name -> new ReplicaSetting(name, 1)).toList();
        return all.stream().map(setting -> setting.name(all).header()).toList();
    }

    @Test
    void headersNameReplicasOnlyIfThereAreSeveral() {
        assertEquals(List.of("replica"), headers("java:app/jdbc/reader"));
        assertEquals(List.of("replica-1", "replica-2"), headers("jdbc/replica-1", "java:app/jdbc/replica-2"));
        assertEquals(List.of("one/replica", "two/replica"), headers("one/replica", "two/replica"));
    }

    @Test
    void messagesBeginWithTheSetting() {
        ReplicaSetting setting = new ReplicaSetting("jdbc/a", 1);
        assertEquals(
                "tidemark.replica.jndi=jdbc/a", setting.name(List.of(setting)).label());
    }
}
