package com.example.doors.basic;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.authentication.mechanism.http.BasicAuthenticationMechanismDefinition;

/** Names the server's mechanism. */
@ApplicationScoped
@BasicAuthenticationMechanismDefinition(realmName = "members")
public class BasicDoor {}
