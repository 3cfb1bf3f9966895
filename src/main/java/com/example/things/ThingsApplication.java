package com.example.things;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;

/** Publishes the API at the application's context root. */
@ApplicationPath("/")
public class ThingsApplication extends Application {

    /** Disables the WADL document with which Jersey would answer OPTIONS. Other JAX-RS providers ignore the property. */
    @Override
    public Map<String, Object> getProperties() {
        return Map.of("jersey.config.server.wadl.disableWadl", true);
    }
}
