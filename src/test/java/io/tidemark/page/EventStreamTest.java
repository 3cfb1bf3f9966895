package io.tidemark.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventStreamTest {

    private final OpenPages pages = new OpenPages();
    private final Connection connection = new Connection();
    private int completed;
    private EventStream stream;

    /** A connection that accepts nothing, accepts all, or is broken. */
    private static final class Connection extends ServletOutputStream {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private boolean ready;
        private boolean broken;

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void setWriteListener(WriteListener listener) {}

        @Override
        public void write(int octet) throws IOException {
            if (broken) {
                throw new IOException("Reset by peer");
            }
            written.write(octet);
        }
    }

    @BeforeEach
    void open() throws IOException {
        ServletResponse response = fake(ServletResponse.class, name -> connection);
        AsyncContext context = fake(AsyncContext.class, name -> {
            if (name.equals("complete")) {
                completed++;
            }
            return name.equals("getResponse") ? response : connection;
        });
        stream = new EventStream(context, pages);
        pages.add(stream);
        stream.start(message("history "));
    }

    private interface Answer {
        Object of(String method);
    }

    private static <T> T fake(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                EventStreamTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object value = answer.of(method.getName());
                    return method.getReturnType() == void.class ? null : value;
                }));
    }

    private static Message message(String text) {
        return new Message(text.getBytes(StandardCharsets.UTF_8));
    }

    private String written() {
        return connection.written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void messagesThatWaitAreWrittenInOrder() {
        stream.send(message("one "));
        stream.send(message("two "));
        assertEquals("", written());
        connection.ready = true;
        stream.onWritePossible();
        stream.send(message("three"));
        assertEquals("history one two three", written());
        assertFalse(pages.isEmpty());
    }

    @Test
    void aPageThatAcceptsNothingForFiveSecondsIsClosed() {
        for (int second = 1; second <= 4; second++) {
            stream.send(message("second"));
        }
        assertEquals(0, completed);
        stream.send(message("second"));
        assertEquals(1, completed);
        assertTrue(pages.isEmpty());
        connection.ready = true;
        stream.onWritePossible();
        assertEquals("", written());
    }

    /** The browser may leave while the stream begins. */
    @Test
    void aPageThatWasClosedBeforeItWasAddedIsForgotten() {
        stream.close();
        pages.add(stream);
        stream.send(message("second"));
        assertTrue(pages.isEmpty());
        assertEquals(1, completed);
    }

    @Test
    void aPageWhoseConnectionIsBrokenIsClosedOnce() {
        connection.ready = true;
        connection.broken = true;
        stream.send(message("second"));
        stream.onError(new IOException("Reset by peer"));
        assertEquals(1, completed);
        assertTrue(pages.isEmpty());
    }
}
