package io.tidemark.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.chaos.Operation.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a history survives its file, and that a damaged file is refused with the place of the damage. */
class HistoryFileTest {

    private static final History HISTORY = new HandMade()
            .write("alice", 10, 20, 1)
            .write("cookies \"of\" one", 12, 20, "perhaps", Outcome.UNKNOWN, 0)
            .read("alice", 21, 22, 1, "alice1")
            .incident("node-1", 11, 13, 0, 404)
            .redisAway("redis", 14, 15)
            .promotion(30, 31, 1)
            .written(12, 1_000)
            .replayed("replica-1", 13, 900)
            .history();

    private final Path directory;

    HistoryFileTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private Path written() throws IOException {
        Path file = directory.resolve("new").resolve("history.jsonl");
        HistoryFile.write(HISTORY, file);
        return file;
    }

    @Test
    void aHistoryIsReadAsItWasWritten() throws IOException {
        assertEquals(HISTORY, HistoryFile.read(written()));
        assertEquals(Set.of(0, 404), HISTORY.incidents().get(0).tolerated());
    }

    @Test
    void aTruncatedFileIsRefused() throws IOException {
        Path file = written();
        List<String> lines = Files.readAllLines(file);
        assertEquals(10, lines.size());
        Files.write(file, lines.subList(0, 4));
        assertRefused(
                file,
                "line 5: expected an operation, a fault, a position, a promotion, or the end {\"end\":4}",
                "truncated");
        Files.writeString(
                file,
                String.join("\n", lines.subList(0, 2)) + "\n" + lines.get(2).substring(0, 30));
        assertRefused(
                file, "line 3: expected a JSON object", "found " + lines.get(2).substring(0, 30));
        Files.write(file, List.of(lines.get(0), lines.get(9)));
        assertRefused(file, "line 2: expected \"end\":1, the number of lines before it", "found {\"end\":9}");
        Files.writeString(file, "");
        assertRefused(file, "line 1: expected", "found the end of the file");
    }

    @Test
    void aMalformedLineIsRefused() throws IOException {
        assertRefusedWith("\"status\":200", "\"status\":\"200\"", "an integer as \"status\"", "found \"200\"");
        assertRefusedWith("\"status\":200", "\"stat\":200", "expected \"status\"", "found {");
        assertRefusedWith("\"kind\":\"WRITE\"", "\"kind\":\"WROTE\"", "one of [WRITE, READ,", "found WROTE");
        assertRefusedWith("\"client\":\"client\"", "\"client\":1", "a string as \"client\"", "found 1");
        assertRefusedWith("[[7,0,\"first\"]]", "[[7,0]]", "[object, version, \"value\"] in \"seen\"", "found [7,0]");
        assertRefusedWith("[[7,0,\"first\"]]", "7", "an array as \"seen\"", "found 7");
        assertRefusedWith("\"keepsMarks\":true", "\"keepsMarks\":1", "true or false as \"keepsMarks\"", "found 1");
        assertRefusedWith("\"position\":900", "\"position\":null", "an integer as \"position\"", "found null");
        assertRefusedWith("[[7,1]]", "[[7]]", "[object, version] in \"versions\"", "found [7]");
    }

    private void assertRefusedWith(String part, String instead, String expected, String found) throws IOException {
        Path file = written();
        String text = Files.readString(file);
        long line = text.substring(0, text.indexOf(part)).lines().count();
        Files.writeString(file, text.replaceFirst(Pattern.quote(part), Matcher.quoteReplacement(instead)));
        assertRefused(file, "line " + line + ": ", expected, found);
    }

    private static void assertRefused(Path file, String... parts) {
        String message = assertThrows(IllegalArgumentException.class, () -> HistoryFile.read(file))
                .getMessage();
        for (String part : parts) {
            assertTrue(message != null && message.contains(part), message + " lacks " + part);
        }
    }
}
