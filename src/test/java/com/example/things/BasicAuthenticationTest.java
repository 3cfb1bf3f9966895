package com.example.things;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BasicAuthenticationTest {

    @Test
    void theNameEndsAtTheFirstColon() {
        UsernamePasswordCredential credential =
                BasicAuthentication.credential("bAsIc  " + base64("alice:a:ü")).orElseThrow();
        assertEquals("alice", credential.getCaller());
        assertEquals("a:ü", credential.getPasswordAsString());
    }

    @Test
    void nameAndPasswordMayBeEmpty() {
        UsernamePasswordCredential credential =
                BasicAuthentication.credential("Basic " + base64(":")).orElseThrow();
        assertEquals("", credential.getCaller());
        assertEquals("", credential.getPasswordAsString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic", "Basic ", "Basic !!!", "Basic YWxpY2U=", "Basic YQ==x", "Bearer YTpi"})
    void anythingElseHoldsNoCredential(String authorization) {
        assertTrue(BasicAuthentication.credential(authorization).isEmpty());
    }

    private static String base64(String pair) {
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
