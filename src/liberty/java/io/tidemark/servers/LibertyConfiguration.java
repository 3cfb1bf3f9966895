package io.tidemark.servers;

import java.nio.file.Path;
import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;

/** The properties of the container {@code liberty} in {@code arquillian.xml}, which Arquillian sets. */
public final class LibertyConfiguration implements ContainerConfiguration {

    private String home = "";
    private String user = "";
    private String driver = "";
    private int port;

    @Override
    public void validate() {}

    /** The directory {@code wlp} of the installation. */
    public void setHome(String home) {
        this.home = home;
    }

    /** The directory for the server's configuration, applications and logs. */
    public void setUser(String user) {
        this.user = user;
    }

    /** The JDBC driver's jar. */
    public void setDriver(String driver) {
        this.driver = driver;
    }

    /** The port for HTTP. */
    public void setPort(int port) {
        this.port = port;
    }

    Path home() {
        return Path.of(home);
    }

    Path user() {
        return Path.of(user);
    }

    Path driver() {
        return Path.of(driver);
    }

    int port() {
        return port;
    }
}
