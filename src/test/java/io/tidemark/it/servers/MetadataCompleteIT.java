package io.tidemark.it.servers;

import java.net.URL;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests an application whose descriptor disables {@code ApplicationStart} and {@code RoutingFilter}. */
@Tag("slow")
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class MetadataCompleteIT {

    private static final String COMPLETE =
            """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0" metadata-complete="true">
              <servlet>
                <servlet-name>idle</servlet-name>
                <servlet-class>com.example.idle.IdleServlet</servlet-class>
              </servlet>
              <servlet-mapping>
                <servlet-name>idle</servlet-name>
                <url-pattern>/idle</url-pattern>
              </servlet-mapping>
            </web-app>""";

    @Deployment(testable = false)
    static WebArchive complete() {
        return NoEffectIT.archive("complete.war").setWebXML(new StringAsset(COMPLETE));
    }

    @Test
    void isNamedInTheStatusAfterADozenCalls(@ArquillianResource URL url) {
        NoEffectIT.assertProblemAfterADozen(url, "metadata-complete");
    }
}
