package com.example.shop;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The application; its two data sources are in {@code web.xml}. */
@ApplicationPath("/")
public class ShopApplication extends Application {}
