package io.tidemark.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.ConnectException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisConnectionException;

class RedisFailureTextTest {

    @Test
    void theReasonBehindAFailedConnectionIsNamed() {
        assertEquals(
                "Failed to create a socket., caused by java.net.UnknownHostException: redis1; expected a Redis",
                RedisFailureText.inWords(
                        new JedisConnectionException("Failed to create a socket.", new UnknownHostException("redis1")),
                        "a Redis"));
        JedisConnectionException perAddress = new JedisConnectionException("Failed to connect to redis1:6379.");
        perAddress.addSuppressed(new ConnectException("Connection refused"));
        assertEquals(
                "Failed to connect to redis1:6379., caused by java.net.ConnectException: Connection refused; expected a"
                        + " Redis",
                RedisFailureText.inWords(perAddress, "a Redis"));
    }

    @Test
    void whatIsSaidAlreadyIsNotRepeated() {
        assertEquals(
                "java.net.ConnectException: Connection refused; expected a Redis",
                RedisFailureText.inWords(
                        new JedisConnectionException(new ConnectException("Connection refused")), "a Redis"));
        assertEquals(
                "WRONGPASS no; expected a user",
                RedisFailureText.inWords(new IllegalStateException("WRONGPASS no"), "a user"));
    }
}
