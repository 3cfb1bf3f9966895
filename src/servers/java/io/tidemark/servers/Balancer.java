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
 * A round-robin TCP load balancer on loopback, without health checks. Its targets can be changed at run time. As with a real
 * balancer, open connections keep their target.
 */
public final class Balancer implements AutoCloseable {

    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile List<Integer> ports;

    /** Starts a balancer to these ports on loopback. Without a port, it refuses connections. */
    public Balancer(Integer... ports) throws IOException {
        this.ports = List.of(ports);
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        run("accept", this::accept);
    }

    /** Changes the targets of new connections. */
    public void lead(Integer... to) {
        ports = List.of(to);
    }

    /** Cuts all open connections. */
    public void cut() {
        open.forEach(this::close);
    }

    /** {@return the port on loopback} */
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
            // The peer has closed the connection.
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
            // One end is closed, so the other is closed too.
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
            // The socket is closed anyway.
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException broken) {
            // The listener is closed anyway.
        }
        open.forEach(this::close);
    }
}
