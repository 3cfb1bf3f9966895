package io.tidemark.it.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The rights of a Redis user, as {@code server-config/redis/start.sh} gives them; the password is {@code secret}. */
final class RedisRights {

    private RedisRights() {}

    static String[] of(String user, String namespace) throws IOException {
        String script = Files.readString(Path.of(System.getProperty("basedir", ""), "server-config/redis/start.sh"));
        String line = script.lines()
                .filter(each -> each.startsWith("user tidemark"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No rights for " + user));
        String rights = line.substring(line.indexOf("~tidemark")).replace("$namespace", namespace);
        return ("reset on >secret " + rights).split(" ");
    }
}
