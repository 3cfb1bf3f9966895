package io.tidemark.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A link to a server on loopback, which can be slowed, silenced or cut while it is used. Thread-safe.
 *
 * <p>A silenced link behaves as a network that loses all packets: connections are accepted and stay open, but nothing arrives. What
 * was sent meanwhile arrives afterwards.
 */
public final class Link implements AutoCloseable {

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Answers> awaited = new AtomicReference<>();
    private final Object silence = new Object();
    private volatile Duration delay = Duration.ZERO;
    private volatile boolean silent;
    private volatile boolean down;

    /** Two answers of the server, one after the other on one connection. The link is silenced after the second. */
    private record Answers(String first, String second, CountDownLatch seen) {}

    /** Starts a link to the server at that port. */
    public Link(int server) throws IOException {
        this.server = server;
        start(this::accept, "accept");
    }

    /** {@return the port for clients} */
    public int port() {
        return listening.getLocalPort();
    }

    /** Delays each piece of the server's answers. */
    public void slow(Duration by) {
        delay = by;
    }

    /** Holds all that is sent in either direction. */
    public void silence() {
        silent = true;
    }

    /** Closes all connections, and each new one at once. */
    public void cut() {
        down = true;
        open.forEach(Link::close);
    }

    /** Ends all disturbances. */
    public void restore() {
        awaited.set(null);
        delay = Duration.ZERO;
        down = false;
        synchronized (silence) {
            silent = false;
            silence.notifyAll();
        }
    }

    /**
     * Silences the link when the server has sent both texts on one connection, the second in a later answer than the first. The
     * client still receives that answer.
     *
     * @return reaches zero at that moment
     */
    public CountDownLatch silenceAfter(String first, String second) {
        CountDownLatch seen = new CountDownLatch(1);
        awaited.set(new Answers(first, second, seen));
        return seen;
    }

    private void accept() {
        try {
            while (true) {
                connect(listening.accept());
            }
        } catch (IOException closed) {
            open.forEach(Link::close);
        }
    }

    private void connect(Socket client) {
        open.add(client);
        if (down) {
            close(client);
            return;
        }
        try {
            Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
            open.add(behind);
            client.setTcpNoDelay(true);
            behind.setTcpNoDelay(true);
            start(() -> forward(client, behind, false), "out");
            start(() -> forward(behind, client, true), "back");
        } catch (IOException serverIsDown) {
            close(client);
        }
    }

    private static void start(Runnable work, String name) {
        Thread thread = new Thread(work, "link-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void forward(Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[65536];
        boolean firstSeen = false;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                Answers expected = answers ? awaited.get() : null;
                String said = expected == null ? "" : new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
                if (expected != null
                        && firstSeen
                        && said.contains(expected.second())
                        && awaited.compareAndSet(expected, null)) {
                    silent = true;
                    out.write(buffer, 0, read);
                    expected.seen().countDown();
                } else {
                    firstSeen |= expected != null && said.contains(expected.first());
                    hold(answers);
                    out.write(buffer, 0, read);
                }
            }
        } catch (IOException cut) {
            // Both sides are closed below.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            close(from);
            close(to);
        }
    }

    private void hold(boolean answers) throws InterruptedException {
        if (answers && !delay.isZero()) {
            TimeUnit.NANOSECONDS.sleep(delay.toNanos());
        }
        synchronized (silence) {
            while (silent) {
                silence.wait();
            }
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException closed) {
            throw new IllegalStateException(closed);
        }
    }

    @Override
    public void close() {
        cut();
        try {
            listening.close();
        } catch (IOException closed) {
            throw new IllegalStateException(closed);
        }
    }
}
