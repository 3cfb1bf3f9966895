package io.tidemark.jdbc.physical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.net.ConnectException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class SqlCausesTest {

    private final SQLException closed = new SQLException("This connection has been closed.", "08003");

    @Test
    void theReasonIsWhatTheDriverSaysBehindAContainersWrappers() {
        Throwable proxied = new UndeclaredThrowableException(new InvocationTargetException(closed));
        SQLException payaras = new SQLException(new IllegalStateException(new InvocationTargetException(proxied)));
        assertEquals("This connection has been closed.", SqlCauses.why(payaras));
        assertEquals("This connection has been closed.", new ReplicaUnavailable(payaras).getMessage());
    }

    @Test
    void theReasonNamesWhatTheDriverWasCausedBy() {
        assertEquals(
                "The connection attempt failed., caused by java.net.ConnectException: Network is unreachable",
                SqlCauses.why(new SQLException(
                        "The connection attempt failed.", "08001", new ConnectException("Network is unreachable"))));
    }

    @Test
    void withoutAStateTheReasonIsTheInnermost() {
        assertEquals(
                "no connection for 5000 ms",
                SqlCauses.why(new SQLException("of the pool", new IllegalStateException("no connection for 5000 ms"))));
        assertEquals("no replica data source", SqlCauses.why(new ReplicaUnavailable("no replica data source")));
    }

    @Test
    void aFailureAtRunTimeIsRevealedAsTheExceptionOfJdbcBehindIt() {
        assertSame(closed, SqlCauses.revealed(new UndeclaredThrowableException(new InvocationTargetException(closed))));
        IllegalStateException other = new IllegalStateException();
        assertSame(other, assertThrows(IllegalStateException.class, () -> SqlCauses.revealed(other)));
    }
}
