package com.example.things;

import static jakarta.ws.rs.core.Response.Status.BAD_REQUEST;
import static jakarta.ws.rs.core.Response.Status.REQUEST_ENTITY_TOO_LARGE;
import static jakarta.ws.rs.core.Response.Status.REQUEST_TIMEOUT;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Rejects a request body that exceeds 64 KiB or 10 s, or that ends too early. A declared length is checked before the body is
 * read. These errors of a client are logged at DEBUG only. The server's own configuration limits the wait for the next byte,
 * see {@code server-config}.
 */
@Provider
@PreMatching
public class BodyLimit implements ContainerRequestFilter {

    static final int MAX_BYTES = 64 * 1024;

    private static final Duration MAX_TIME = Duration.ofSeconds(10);

    private static final System.Logger LOG = System.getLogger(BodyLimit.class.getName());

    private static final Problem TOO_LARGE =
            Problem.of(REQUEST_ENTITY_TOO_LARGE, "A request's body has at most " + MAX_BYTES + " bytes.");

    private static final Problem TOO_SLOW = Problem.of(
            REQUEST_TIMEOUT, "A request's body must arrive within " + MAX_TIME.toSeconds() + " s; send it again.");

    private static final Problem BROKEN =
            Problem.of(BAD_REQUEST, "The body ended before its end; expected as many bytes as were announced.");

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getLength() > MAX_BYTES) {
            request.abortWith(TOO_LARGE.toResponse().build());
        } else {
            request.setEntityStream(
                    new BoundedInputStream(request.getEntityStream(), new OfBodies(), System::nanoTime));
        }
    }

    private static final class OfBodies implements BoundedInputStream.Limits {

        @Override
        public int bytes() {
            return MAX_BYTES;
        }

        @Override
        public Duration time() {
            return MAX_TIME;
        }

        @Override
        public RuntimeException tooLong() {
            return TOO_LARGE.toException();
        }

        @Override
        public RuntimeException tooSlow() {
            return TOO_SLOW.toException();
        }

        @Override
        public RuntimeException broken(IOException why) {
            LOG.log(Level.DEBUG, "A body could not be read", why);
            return BROKEN.toException();
        }
    }
}
