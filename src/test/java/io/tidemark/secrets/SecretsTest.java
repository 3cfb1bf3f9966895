package io.tidemark.secrets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host=a password='s3c s3c' user=b",
                "host=a password='s3c''s3c' user=b",
                "host=a password='s3c\\' s3c' user=b",
                "host=a password='s3c s3c",
                "password=s3c",
                "PASSWORD: s3c",
                "Password : \"s3c s3c\", user",
                "PGPASSWORD=s3c psql",
                "password := 's3c'",
                "password=>s3c",
                "ALTER ROLE a PASSWORD 's3c s3c' LOGIN",
                "sslpassword=s3c",
                "javax.net.ssl.trustStorePassword=s3c",
                "pwd=s3c;user=a",
                "passwd = s3c",
                "pass=s3c",
                "passphrase: s3c",
                "clientSecret=s3c",
                "api_key=s3c",
                "access_token=s3c",
                "jdbc:postgresql://h:1/d?user=a&password=s3c&ssl=true",
                "jdbc:postgresql://h/d?sslpassword=s3c%20s3c&user=a",
                "{\"password\":\"s3c s3c\",\"user\":\"a\"}",
                "{\"password\" : \"s3c\\\" s3c\"}",
                "{\\\"password\\\":\\\"s3c s3c\\\",\\\"a\\\":1}",
                "{'dbPassword': 's3c s3c'}",
                "{\"token\": \"s3c\"}",
                "{\"passwords\": [\"s3c\", \"s3c s3c\"]}",
                "<password>s3c</password>",
                "redis://u:s3c@h:1",
                "redis://:s3c@h:1/0",
                "rediss-sentinel://u:s3c@h:1,h2:2/m",
                "redis://u:s3c/s3c@h:1",
                "redis://u:s3c@s3c@h:1",
                "redis://u:s3c s3c@h:1",
                "jdbc:oracle:thin:s3c/s3c@h:1",
                "u:s3c@h:1",
                "a (redis://u:s3c@h) and b (postgresql://v:s3c@h)"
            })
    void noSecretIsLeft(String text) {
        String scrubbed = Secrets.scrubbed(text);
        assertFalse(scrubbed.contains("s3c"), scrubbed);
        assertEquals(scrubbed, Secrets.scrubbed(scrubbed), "twice is as once");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FATAL: password authentication failed for user \"tidemark\" (SQLState 28P01); expected the user and the"
                        + " password of a role that this server lets in",
                "WRONGPASS invalid username-password pair or user is disabled.; expected the user and the password of one",
                "Connection to 127.0.0.1:5432 refused.\nCheck that the hostname and port are correct",
                "Failed to connect to redis://localhost:6379/0 and redis://[::1]:6379",
                "org.example.Pool@1f2e at jdbc:postgresql://h:5432/d?ssl=true",
                "ERROR: syntax error at or near token: x",
                "",
                "tidemark.primary.jndi=jdbc/primary: No such name"
            })
    void whatIsNoSecretStays(String text) {
        assertEquals(text, Secrets.scrubbed(text));
    }

    @Test
    void theRestStays() {
        assertEquals(
                "jdbc:postgresql://h:1/d?user=a&password=***&ssl=true",
                Secrets.scrubbed("jdbc:postgresql://h:1/d?user=a&password=s3c&ssl=true"));
        assertEquals("host=a password='***' user=b", Secrets.scrubbed("host=a password='s3c s3c' user=b"));
        assertEquals(
                "{\"password\":\"***\",\"user\":\"a\"}", Secrets.scrubbed("{\"password\":\"s3c\",\"user\":\"a\"}"));
        assertEquals("at redis://***@h:1/0 now", Secrets.scrubbed("at redis://u:s3c@h:1/0 now"));
    }

    /** Whatever is repeated. A text of 1 MB takes a fraction of a second; in quadratic time it would take minutes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "password=",
                "password='",
                "password=\"\\",
                "\\\"",
                "\\",
                "pwd:\\\\\"a",
                "://",
                "://a:b ",
                "a:b@",
                "@",
                "@ ",
                ":",
                "token",
                " ",
                "'",
                "a",
                "password ",
                "x@y ://a:b ",
                "password=[",
                "secret-"
            })
    void theTimeIsLinear(String part) {
        String text = part.repeat(1_000_000 / part.length());
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> Secrets.scrubbed(text));
    }
}
