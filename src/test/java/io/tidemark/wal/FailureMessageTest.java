package io.tidemark.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class FailureMessageTest {

    /** A failure as pools wrap it. */
    private static String said(Throwable network) {
        IllegalStateException drivers = new IllegalStateException("The connection attempt failed.", network);
        return FailureMessage.withRoot(FailureMessage.text(drivers), new RuntimeException("IJ031084", drivers));
    }

    @Test
    void theCauseOfAConnectionThatCouldNotBeMadeIsNamed() {
        assertEquals(
                "The connection attempt failed., caused by java.net.UnknownHostException: replica",
                said(new UnknownHostException("replica")));
        assertEquals(
                "The connection attempt failed., caused by java.net.UnknownHostException: a",
                said(new UnknownHostException("a")),
                "a name that the text happens to have");
        assertEquals(
                "The connection attempt failed., caused by java.net.ConnectException: Connection refused",
                said(new ConnectException("Connection refused")));
        assertEquals(
                "The connection attempt failed., caused by java.net.SocketTimeoutException: Connect timed out",
                said(new SocketTimeoutException("Connect timed out")));
    }

    @Test
    void theFailureOfTheNetworkIsNamedRatherThanWhatIsBehindIt() {
        SSLHandshakeException handshake = new SSLHandshakeException("PKIX path building failed");
        handshake.initCause(new CertificateException("no more than a detail"));
        assertEquals(
                "javax.net.ssl.SSLHandshakeException: PKIX path building failed", FailureMessage.ofRoot(handshake));
    }

    @Test
    void oneFailureForEachAddressIsLookedAt() {
        IllegalStateException perAddress = new IllegalStateException("Failed to connect to redis1:6379.");
        perAddress.addSuppressed(new ConnectException("Connection refused"));
        assertEquals(
                "Failed to connect to redis1:6379., caused by java.net.ConnectException: Connection refused",
                FailureMessage.withRoot(FailureMessage.text(perAddress), perAddress));
    }

    @Test
    void whatIsSaidAlreadyIsNotRepeated() {
        Exception refused = new IllegalStateException(new ConnectException("Connection refused"));
        assertEquals(
                "java.net.ConnectException: Connection refused",
                FailureMessage.withRoot(FailureMessage.text(refused), refused));
    }

    @Test
    void anExceptionWithoutATextIsNamedByItsClass() {
        assertEquals("java.lang.IllegalStateException", FailureMessage.ofRoot(new IllegalStateException()));
    }

    @Test
    void causesThatFormACycleOrBranchWithoutEndCostNoTime() {
        Exception one = new IllegalStateException("one");
        one.initCause(new IllegalStateException("other", one));
        assertEquals("other", FailureMessage.ofRoot(one));

        Throwable[] layers = new Throwable[1000];
        for (int i = 0; i < layers.length; i++) {
            layers[i] = new IOException("layer " + i);
        }
        for (int i = 0; i + 1 < layers.length; i++) {
            layers[i].addSuppressed(layers[i + 1]);
            layers[i].addSuppressed(new IOException("beside", layers[i + 1]));
        }
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> FailureMessage.ofRoot(layers[0]));
        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> FailureMessage.ofRoot(new IllegalStateException("://password=".repeat(1_000_000))));
    }

    @Test
    void credentialsAreLeftOut() {
        String text = FailureMessage.withRoot(
                "jdbc:postgresql://app:hunter2@db/x?password=hunter2&a=b",
                new UnknownHostException("redis://:hunter2@cache"));
        assertFalse(text.contains("hunter2"), text);
        assertTrue(text.contains("a=b"), text);
    }
}
