package io.tidemark.it.support;

import io.tidemark.servers.DeploymentServer;
import java.net.URI;
import java.util.concurrent.Callable;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Deploys an application on {@link SharedServers#usual} for the tests of one class. The tests are clients. On Payara this is
 * faster than Arquillian, which starts a server for each class.
 */
public final class OnSharedServer implements BeforeAllCallback, AfterAllCallback {

    private final String name;
    private final Callable<WebArchive> archive;

    /** @param name the name of the application, which begins its path */
    public OnSharedServer(String name, Callable<WebArchive> archive) {
        this.name = name;
        this.archive = archive;
    }

    /** {@return the address of the application, with a slash at the end} */
    public URI uri() throws Exception {
        return server().uri(name);
    }

    private static DeploymentServer server() throws Exception {
        return SharedServers.usual();
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        server().deploy(Deployments.exported(archive.call(), name + ".war"));
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        server().undeploy(name + ".war");
    }
}
