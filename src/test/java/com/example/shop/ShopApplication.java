package com.example.shop;

import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The application, with its two data sources: only the primary's takes part in transactions. */
@ApplicationPath("/")
@DataSourceDefinition(
        name = "java:app/jdbc/shop-primary",
        className = "org.postgresql.ds.PGSimpleDataSource",
        url = "jdbc:postgresql://${ENV=PRIMARY_HOST}:${ENV=PRIMARY_PORT}/${ENV=DATABASE_NAME}",
        user = "${ENV=DATABASE_USER}",
        password = "${ENV=DATABASE_PASSWORD}")
@DataSourceDefinition(
        name = "java:app/jdbc/shop-replica",
        className = "org.postgresql.ds.PGSimpleDataSource",
        url = "jdbc:postgresql://${ENV=REPLICA_HOST}:${ENV=REPLICA_PORT}/${ENV=DATABASE_NAME}?readOnly=true",
        user = "${ENV=DATABASE_USER}",
        password = "${ENV=DATABASE_PASSWORD}",
        transactional = false)
public class ShopApplication extends Application {}
