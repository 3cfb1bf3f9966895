package io.tidemark.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests a link to a server that answers with what it is sent. */
class LinkTest {

    private static final int SHORT_MILLIS = 200;
    private static final int LONG_MILLIS = 20_000;

    private final ServerSocket echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Link link = new Link(echo.getLocalPort());

    LinkTest() throws IOException {
        Thread serving = new Thread(this::serve, "echo");
        serving.setDaemon(true);
        serving.start();
    }

    private void serve() {
        try {
            while (true) {
                Socket client = echo.accept();
                Thread answering = new Thread(() -> answer(client), "echo-answer");
                answering.setDaemon(true);
                answering.start();
            }
        } catch (IOException closed) {
            return;
        }
    }

    private static void answer(Socket client) {
        try (client) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException closed) {
            return;
        }
    }

    @AfterEach
    void close() throws IOException {
        link.close();
        echo.close();
    }

    private Socket connected() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), link.port());
        client.setTcpNoDelay(true);
        return client;
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String answer(Socket client, int length, int withinMillis) throws IOException {
        client.setSoTimeout(withinMillis);
        return new String(client.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
    }

    private static void assertEchoes(Socket client, String text) throws IOException {
        send(client, text);
        assertEquals(text, answer(client, text.length(), LONG_MILLIS));
    }

    private static void assertSilent(Socket client) {
        assertThrows(SocketTimeoutException.class, () -> answer(client, 1, SHORT_MILLIS));
    }

    @Test
    void anUndisturbedLinkForwardsBothDirections() throws IOException {
        try (Socket client = connected()) {
            assertEchoes(client, "hello");
        }
    }

    @Test
    void aSlowLinkDelaysAnswers() throws IOException {
        try (Socket client = connected()) {
            link.slow(Duration.ofMillis(300));
            long sent = System.nanoTime();
            assertEchoes(client, "late");
            assertTrue(System.nanoTime() - sent >= Duration.ofMillis(300).toNanos());
            link.restore();
            assertEchoes(client, "soon");
        }
    }

    @Test
    void aSilentLinkHoldsWhatIsSentUntilItIsRestored() throws IOException {
        try (Socket before = connected()) {
            assertEchoes(before, "hello");
            link.silence();
            send(before, "old");
            try (Socket during = connected()) {
                send(during, "new");
                assertSilent(before);
                assertSilent(during);
                link.restore();
                assertEquals("old", answer(before, 3, LONG_MILLIS));
                assertEquals("new", answer(during, 3, LONG_MILLIS));
            }
        }
    }

    @Test
    void aCutLinkEndsConnectionsUntilItIsRestored() throws IOException {
        try (Socket before = connected()) {
            assertEchoes(before, "hello");
            link.cut();
            assertEnded(before);
            try (Socket during = connected()) {
                assertEnded(during);
            }
            link.restore();
            try (Socket after = connected()) {
                assertEchoes(after, "again");
            }
        }
    }

    private static void assertEnded(Socket client) {
        boolean ended;
        try {
            ended = answer(client, 1, LONG_MILLIS).isEmpty();
        } catch (SocketTimeoutException open) {
            ended = false;
        } catch (IOException reset) {
            ended = true;
        }
        assertTrue(ended, "the connection is open");
    }

    @Test
    void aLinkIsSilentAfterTwoAnswersOfOneConnection() throws Exception {
        try (Socket writer = connected();
                Socket reader = connected()) {
            assertEchoes(writer, "hello");
            CountDownLatch seen = link.silenceAfter("UPDATE 1", "COMMIT");
            assertEchoes(reader, "COMMIT");
            assertEchoes(writer, "UPDATE 1");
            assertEchoes(reader, "COMMIT");
            assertFalse(seen.await(0, TimeUnit.MILLISECONDS), "another connection has updated nothing");
            assertEchoes(writer, "COMMIT");
            assertTrue(seen.await(10, TimeUnit.SECONDS));
            send(writer, "position");
            assertSilent(writer);
            send(reader, "read");
            assertSilent(reader);
        }
    }

    @Test
    void aServerThatIsDownEndsTheConnection() throws IOException {
        // A port that is bound but does not listen refuses connections, and no other process can take it.
        try (SocketChannel bound =
                        SocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                Link toNobody = new Link(bound.socket().getLocalPort());
                Socket client = new Socket(InetAddress.getLoopbackAddress(), toNobody.port())) {
            assertEnded(client);
        }
    }
}
