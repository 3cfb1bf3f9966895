package io.tidemark.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP balancer on loopback: each connection is led to the next of its servers in turn, whatever that server says of
 * itself. Where it leads can be changed; connections that are open stay where they are, as with a real one.
 */
public final class Balancer implements AutoCloseable {

    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile List<Integer> ports;

    /** Leads to servers on these ports of loopback; to none, it refuses. */
    public Balancer(Integer... ports) throws IOException {
        this.ports = List.of(ports);
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        run("accept", this::accept);
    }

    /** Where new connections are led from now on. */
    public void lead(Integer... to) {
        ports = List.of(to);
    }

    /** Cuts all connections that are open. */
    public void cut() {
        open.forEach(this::close);
    }

    /** Where it listens, on loopback. */
    public int port() {
        return listening.getLocalPort();
    }

    private static void run(String name, Runnable work) {
        Thread thread = new Thread(work, "balancer-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                open.add(client);
                List<Integer> now = ports;
                if (now.isEmpty()) {
                    close(client);
                } else {
                    connect(client, now.get(accepted.getAndIncrement() % now.size()));
                }
            }
        } catch (IOException closed) {
            // It is not needed any more.
            close();
        }
    }

    private void connect(Socket client, int port) {
        Socket server = new Socket();
        open.add(server);
        try {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            run("to-server", () -> pump(client, server));
            run("to-client", () -> pump(server, client));
        } catch (IOException refused) {
            close(client);
            close(server);
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[8192];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
            }
        } catch (IOException broken) {
            // One end is gone: so is the other.
        } finally {
            close(from);
            close(to);
        }
    }

    private void close(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException broken) {
            // It is closed all the same.
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException broken) {
            // It listens no more all the same.
        }
        open.forEach(this::close);
    }
}
