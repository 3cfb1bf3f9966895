package io.tidemark.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A proxy between a client and a server on loopback, which closes a client's connection at a certain word. Thread-safe.
 */
public final class TcpProxy implements AutoCloseable {

    private static final int TO_RELEASE_SECONDS = 60;

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private volatile int server;
    private final AtomicReference<@Nullable Cut> next = new AtomicReference<>();
    private final AtomicReference<@Nullable Answer> nextAnswer = new AtomicReference<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    /**
     * A planned cut at a word of the client.
     *
     * @param word the word
     * @param released forwards the word to the server when it is released, after the cut
     */
    private record Cut(String word, CountDownLatch released) {}

    /**
     * A planned cut at a word of the server.
     *
     * @param word the word
     * @param done whether the cut has happened
     */
    private record Answer(String word, AtomicBoolean done) {}

    /** Starts a proxy for the server at that port. */
    public TcpProxy(int server) throws IOException {
        this.server = server;
        start(this::accept, "proxy");
    }

    /** Leads new connections to the server at another port. Open ones keep theirs. */
    public void lead(int other) {
        server = other;
    }

    /** {@return the port for clients} */
    public int port() {
        return listening.getLocalPort();
    }

    /**
     * Cuts the next client that sends the word, and holds the word back.
     *
     * @return forwards the word to the server
     */
    public Runnable cutAndHold(String word) {
        CountDownLatch released = new CountDownLatch(1);
        cut(word, released);
        return released::countDown;
    }

    /** Cuts the next client that sends the word, after the server has received it. */
    public void cut(String word) {
        cut(word, new CountDownLatch(0));
    }

    private void cut(String word, CountDownLatch released) {
        next.set(new Cut(word, released));
    }

    /**
     * Cuts the next client to which the server sends the word. A driver sends the text of a statement only before the server
     * has prepared it.
     *
     * @return whether the cut has happened
     */
    public BooleanSupplier cutAtAnswer(String word) {
        AtomicBoolean done = new AtomicBoolean();
        nextAnswer.set(new Answer(word, done));
        return done::get;
    }

    /** Cancels the planned cuts. */
    public void cutNothing() {
        next.set(null);
        nextAnswer.set(null);
    }

    private void accept() {
        try {
            while (true) {
                connect(listening.accept());
            }
        } catch (IOException closed) {
            close();
        }
    }

    private void connect(Socket client) throws IOException {
        sockets.add(client);
        try {
            Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
            sockets.add(behind);
            client.setTcpNoDelay(true);
            behind.setTcpNoDelay(true);
            start(() -> forward(client, behind), "proxy-out");
            start(() -> back(behind, client), "proxy-back");
        } catch (IOException serverIsDown) {
            client.close();
        }
    }

    private static void start(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void forward(Socket client, Socket behind) {
        byte[] buffer = new byte[65536];
        try (client;
                behind) {
            InputStream in = client.getInputStream();
            OutputStream out = behind.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                byte[] said = Arrays.copyOf(buffer, read);
                Cut cut = next.get();
                if (cut != null
                        && new String(said, StandardCharsets.ISO_8859_1).contains(cut.word())
                        && next.compareAndSet(cut, null)) {
                    carryOut(cut, said, client, out, behind);
                    return;
                }
                out.write(said);
            }
        } catch (IOException | InterruptedException cut) {
            // One side is closed, so the other is closed too.
            return;
        }
    }

    private static void carryOut(Cut cut, byte[] said, Socket client, OutputStream out, Socket behind)
            throws IOException, InterruptedException {
        client.close();
        if (cut.released().await(TO_RELEASE_SECONDS, TimeUnit.SECONDS)) {
            out.write(said);
            behind.shutdownOutput();
            // The server closes after it has received everything.
            behind.getInputStream().readAllBytes();
        }
    }

    private void back(Socket behind, Socket client) {
        byte[] buffer = new byte[65536];
        // The server may reset the connection while the client waits for an answer and sends nothing.
        try (client) {
            InputStream in = behind.getInputStream();
            OutputStream out = client.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                Answer cut = nextAnswer.get();
                if (cut != null
                        && new String(buffer, 0, read, StandardCharsets.ISO_8859_1).contains(cut.word())
                        && nextAnswer.compareAndSet(cut, null)) {
                    cut.done().set(true);
                    break;
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException cut) {
            // The other direction closes the server's side.
            return;
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException closed) {
            throw new IllegalStateException(closed);
        }
    }
}
