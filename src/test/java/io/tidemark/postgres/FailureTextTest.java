package io.tidemark.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.wal.ServerFault;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureTextTest {

    private static final String EXPECTED =
            "; expected a PostgreSQL server that answers where this data source leads, and lets its user in";

    private final SQLException closed = new SQLException("This connection has been closed.", "08003");

    @Test
    void theDriversReasonIsFoundBehindAContainersWrappers() {
        Throwable proxied = new UndeclaredThrowableException(new InvocationTargetException(closed));
        SQLException payaras = new SQLException(new IllegalStateException(new InvocationTargetException(proxied)));
        assertEquals("This connection has been closed. (SQLState 08003)", FailureText.briefly(payaras));
        assertEquals("This connection has been closed. (SQLState 08003)" + EXPECTED, FailureText.inWords(payaras));
    }

    @Test
    void theCauseOfAFailedConnectionIsNamed() {
        SQLException attempt =
                new SQLException("The connection attempt failed.", "08001", new UnknownHostException("db1"));
        assertEquals(
                "The connection attempt failed. (SQLState 08001), caused by java.net.UnknownHostException: db1",
                FailureText.briefly(attempt));
    }

    @Test
    void withoutAStateTheInnermostReasonIsGiven() {
        assertEquals(
                "no connection for 5000 ms",
                FailureText.briefly(new SQLException(
                        "java.lang.IllegalStateException", new IllegalStateException("no connection for 5000 ms"))));
        assertEquals("java.lang.IllegalStateException", FailureText.briefly(new IllegalStateException()));
    }

    @Test
    void causesThatFormACycleEnd() {
        Exception one = new IllegalStateException("one");
        Exception other = new IllegalStateException("other", one);
        one.initCause(other);
        assertEquals("other" + EXPECTED, FailureText.inWords(one));
    }

    @Test
    void whatTheServerRefusesIsAFaultThatTheSettingsMustCorrect() {
        for (String state : List.of("28P01", "28000", "3D000", "42501")) {
            assertEquals(ServerFault.Kind.REFUSED, kind(state), state);
        }
        for (String state : List.of("08001", "57P03", "53300")) {
            assertEquals(ServerFault.Kind.UNREACHABLE, kind(state), state);
        }
        assertEquals(
                ServerFault.Kind.UNREACHABLE,
                FailureText.fault(new IllegalStateException()).kind());
    }

    private static ServerFault.Kind kind(String state) {
        return FailureText.fault(new SQLException("of a pool", new SQLException("the server's", state)))
                .kind();
    }
}
