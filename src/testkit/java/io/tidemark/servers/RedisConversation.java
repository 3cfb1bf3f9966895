package io.tidemark.servers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A minimal connection to Redis for administration by the tests. It is independent of the client library that they test.
 * Source: "RESP protocol spec" at redis.io.
 */
final class RedisConversation implements AutoCloseable {

    private final Socket socket = new Socket();
    private final OutputStream out;
    private final BufferedReader in;

    /**
     * Connects and logs in.
     *
     * @param timeout the timeout for connecting and for each answer
     */
    RedisConversation(int port, String password, Duration timeout) throws IOException {
        try {
            int millis = Math.toIntExact(timeout.toMillis());
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), millis);
            socket.setSoTimeout(millis);
            out = socket.getOutputStream();
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            ask("AUTH", password);
        } catch (IOException | RuntimeException failed) {
            socket.close();
            throw failed;
        }
    }

    /** Sends a command and returns its one-line answer. */
    String ask(String... command) throws IOException {
        send(command);
        return answer();
    }

    void send(String... command) throws IOException {
        StringBuilder text = new StringBuilder("*" + command.length + "\r\n");
        for (String word : command) {
            int length = word.getBytes(StandardCharsets.UTF_8).length;
            text.append('$').append(length).append("\r\n").append(word).append("\r\n");
        }
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    String answer() throws IOException {
        String line = in.readLine();
        if (line == null || line.startsWith("-")) {
            throw new IOException("Redis answered " + line);
        }
        return line;
    }

    /** Reads an answer of one or more lines as one text. */
    String text() throws IOException {
        String line = answer();
        if (!line.startsWith("$")) {
            return line;
        }
        char[] text = new char[Integer.parseInt(line.substring(1)) + 2];
        for (int read = 0; read < text.length; ) {
            int more = in.read(text, read, text.length - read);
            if (more < 0) {
                throw new IOException("Redis ended in the middle of an answer");
            }
            read += more;
        }
        return new String(text).trim();
    }

    /** Changes the timeout for later answers. */
    void patience(Duration timeout) throws IOException {
        socket.setSoTimeout(Math.toIntExact(timeout.toMillis()));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
