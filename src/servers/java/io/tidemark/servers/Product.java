package io.tidemark.servers;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** What one kind of application server does in its own way. */
interface Product {

    /** Its name, for a person. */
    String name();

    /**
     * Makes what a start needs in the server's own directory, which is empty, and tells the command.
     *
     * @param listening where it is to listen
     */
    ProcessBuilder command(Path work, Port listening) throws IOException;

    /** Whether the server has made what it can of the application: an answer that is asked for after this is final. */
    boolean settled(Path work, Path log) throws IOException;

    /** Below which MicroProfile Health answers. */
    URI health(Port listening);
}
