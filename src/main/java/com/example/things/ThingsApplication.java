package com.example.things;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;

/** The API, at the application's context root. */
@ApplicationPath("/")
public class ThingsApplication extends Application {

    /** Jersey would answer OPTIONS with a WADL document of its own; other servers ignore the property. */
    @Override
    public Map<String, Object> getProperties() {
        return Map.of("jersey.config.server.wadl.disableWadl", true);
    }
}
