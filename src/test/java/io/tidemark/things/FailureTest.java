package io.tidemark.things;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.persistence.EntityNotFoundException;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import jakarta.resource.ResourceException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailureTest {

    @Test
    void aFailedVersionCheckIsALostUpdateHoweverDeepItLies() {
        assertEquals(Failure.LOST_UPDATE, Failure.of(wrapped(new OptimisticLockException())));
        assertEquals(Failure.LOST_UPDATE, Failure.of(new OptimisticLockException()));
    }

    @Test
    void aThingThatWasRemovedBetweenTwoReadsIsGone() {
        assertEquals(Failure.GONE, Failure.of(new EntityNotFoundException()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"08001", "08006", "40001", "40P01", "53300", "57P01", "57P03", "57014", "25006"})
    void theDatabaseIsUnavailableWhenItSaysSo(String sqlState) {
        assertEquals(Failure.UNAVAILABLE, Failure.of(wrapped(new SQLException("", sqlState))));
    }

    @Test
    void theDatabaseIsUnavailableWhenThePoolHasNoConnection() {
        SQLException ofThePool = new SQLException("Error in allocating a connection", new ResourceException());
        assertEquals(Failure.UNAVAILABLE, Failure.of(wrapped(ofThePool)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "22001", "23505", "42P01", "25P02"})
    void otherStatesAreUnexpected(String sqlState) {
        assertEquals(Failure.UNEXPECTED, Failure.of(wrapped(new SQLException("", sqlState))));
    }

    @Test
    void causesThatGoRoundInACircleEnd() {
        Exception one = new IllegalStateException();
        Exception other = new IllegalStateException(one);
        one.initCause(other);
        assertEquals(Failure.UNEXPECTED, Failure.of(one));
    }

    private static Exception wrapped(Exception cause) {
        return new IllegalStateException(new PersistenceException(cause));
    }
}
