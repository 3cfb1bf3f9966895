package io.tidemark.servers;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** The specifics of one kind of application server. */
interface Product {

    /** {@return the name for messages} */
    String name();

    /**
     * Prepares the server's empty directory for a start, and returns the command.
     *
     * @param listening the port for HTTP
     */
    ProcessBuilder command(Path work, Port listening) throws IOException;

    /** {@return whether the server has finished the deployment, successfully or not} Later answers are final. */
    boolean settled(Path work, Path log) throws IOException;

    /** {@return the parent address of MicroProfile Health} */
    URI health(Port listening);
}
