package io.tidemark.redis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the answers of scripts. */
final class ScriptAnswer {

    private ScriptAnswer() {}

    static List<String> texts(@Nullable Object answer) {
        List<String> texts = new ArrayList<>();
        if (answer instanceof List<?> list) {
            list.forEach(each -> texts.add(String.valueOf(each)));
        }
        return texts;
    }

    /** Returns the time of the server's clock from the two parts that it names. */
    static Instant time(String seconds, String micros) {
        return Instant.ofEpochSecond(Long.parseLong(seconds), Long.parseLong(micros) * 1000);
    }
}
