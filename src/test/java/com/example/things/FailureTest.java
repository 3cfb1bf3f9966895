package com.example.things;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.ejb.EJBException;
import jakarta.persistence.EntityNotFoundException;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import jakarta.resource.ResourceException;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionalException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.sql.SQLException;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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

    static Stream<Exception> lostTransactions() {
        return Stream.of(
                new RollbackException(),
                new SystemException(),
                new HeuristicMixedException(),
                new HeuristicRollbackException(),
                caused(new SystemException(), new XAException(XAException.XAER_RMERR)),
                attached(new RollbackException(), new XAException(XAException.XAER_RMFAIL)),
                attached(new RollbackException(), caused(new XAException(), new SQLException("", "08006"))),
                new EJBException(new RollbackException()),
                new UndeclaredThrowableException(new InvocationTargetException(new SQLException("", "08006"))));
    }

    @ParameterizedTest
    @MethodSource("lostTransactions")
    void theDatabaseIsUnavailableWhenATransactionIsLostForNoOtherReason(Exception lost) {
        assertEquals(Failure.UNAVAILABLE, Failure.of(new TransactionalException("at commit", lost)));
    }

    @Test
    void aTransactionThatFailsForAMistakeOfOursIsUnexpected() {
        SQLException duplicate = new SQLException("", "23505");
        assertEquals(Failure.UNEXPECTED, Failure.of(caused(new RollbackException(), wrapped(duplicate))));
        assertEquals(
                Failure.UNEXPECTED,
                Failure.of(attached(new RollbackException(), caused(new XAException(), duplicate))));
        assertEquals(Failure.UNEXPECTED, Failure.of(caused(new RollbackException(), new NullPointerException())));
    }

    @Test
    void aFailedVersionCheckAtTheCommitIsALostUpdate() {
        assertEquals(
                Failure.LOST_UPDATE,
                Failure.of(new TransactionalException(
                        "at commit", caused(new RollbackException(), new OptimisticLockException()))));
    }

    /** A failure that another one was attached to, such as that of a replica where the read was tried first. */
    @Test
    void whatIsAttachedToAnotherFailureDoesNotCount() {
        assertEquals(
                Failure.UNEXPECTED, Failure.of(attached(new SQLException("", "42703"), new SQLException("", "08006"))));
    }

    private static Exception caused(Exception by, Exception cause) {
        by.initCause(cause);
        return by;
    }

    private static Exception attached(Exception to, Exception other) {
        to.addSuppressed(other);
        return to;
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
