package com.example.kiosk;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The JAX-RS application, which scans for resources and providers. */
@ApplicationPath("api")
public class KioskApplication extends Application {}
