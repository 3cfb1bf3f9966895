package io.tidemark.testkit;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Unpacks PostgreSQL's configuration, which is in the jar: the files of this project's {@code pg}, with another schema. */
final class Configuration {

    private static final List<String> FILES =
            List.of("primary.conf", "replica.conf", "pg_hba.conf", "roles.sql", "slot.sql", "schema.sql");

    private Configuration() {}

    /** Writes the files to {@code pg} in a directory. */
    static void writeTo(Path directory) throws IOException {
        Path pg = Files.createDirectories(directory.resolve("pg"));
        for (String file : FILES) {
            try (InputStream content = Configuration.class.getResourceAsStream("pg/" + file)) {
                if (content == null) {
                    throw new FileNotFoundException("The jar of the test kit is incomplete: it has no pg/" + file);
                }
                Files.copy(content, pg.resolve(file));
            }
        }
    }
}
