package io.tidemark.cdi;

import io.tidemark.wal.Reading;
import io.tidemark.wal.Server;
import io.tidemark.wal.ServerFault;

/**
 * A server under the name that the settings have for it, so that its faults tell what to correct.
 *
 * @param name a key with its value, which is no secret
 */
record NamedServer(String name, Server server) implements Server {

    @Override
    public Reading read() throws ServerFault {
        try {
            return server.read();
        } catch (ServerFault fault) {
            throw named(fault);
        }
    }

    @Override
    public void flush() throws ServerFault {
        try {
            server.flush();
        } catch (ServerFault fault) {
            throw named(fault);
        }
    }

    private ServerFault named(ServerFault fault) {
        return new ServerFault(fault.kind(), name + ": " + fault.getMessage(), fault);
    }

    @Override
    public void leave() {
        server.leave();
    }

    @Override
    public void close() {
        server.close();
    }
}
