package io.tidemark.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.writes.PortablePosition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedPositionsTest {

    private static final PortablePosition LONGEST =
            PortablePosition.parse("v1.18446744073709551615.2147483647.FFFFFFFFFFFFFFFF");

    private static final SecretKey OLD = key("0123456789abcdef0123456789abcdef");
    private static final SecretKey NEW = key("fedcba9876543210fedcba9876543210");

    private Instant now = Instant.parse("2026-11-24T20:00:00Z");

    private static SecretKey key(String text) {
        return PositionTokens.key(text.getBytes(StandardCharsets.US_ASCII));
    }

    private SignedPositions with(SecretKey... keys) {
        return new SignedPositions(List.of(keys), Duration.ofHours(1), () -> now);
    }

    @Test
    void whatIsSignedIsReadAgain() {
        for (PortablePosition position : List.of(LONGEST, PortablePosition.UNKNOWN)) {
            String token = with(OLD).sign(position);
            assertTrue(token.matches("[A-Za-z0-9._-]+"), token);
            assertTrue(token.length() <= SignedPositions.LONGEST, token);
            assertEquals(Optional.of(position), with(OLD).verify(token));
        }
    }

    @Test
    void noCharacterOfItCanBeChanged() {
        String token = with(OLD).sign(LONGEST);
        for (int i = 0; i < token.length(); i++) {
            for (char other : "A0.-".toCharArray()) {
                if (other != token.charAt(i)) {
                    String forged = token.substring(0, i) + other + token.substring(i + 1);
                    // The last of 43 characters holds four bits of the signature and two that mean nothing.
                    boolean same =
                            i == token.length() - 1 && with(OLD).verify(forged).equals(Optional.of(LONGEST));
                    assertTrue(same || with(OLD).verify(forged).isEmpty(), forged);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "v1.primary",
                "v1.42.1.0000000000000000",
                "v1.primary.7fffffff.",
                "v1.primary.7fffffff.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "v1.primary.7fffffff.?"
            })
    void whatIsNotSignedIsIgnored(String text) {
        assertEquals(Optional.empty(), with(OLD, NEW).verify(text));
    }

    @Test
    void whatIsTooLongIsNotLookedAt() {
        String token = with(OLD).sign(LONGEST);
        assertEquals(Optional.empty(), with(OLD).verify("x".repeat(1_000_000) + token));
        assertEquals(
                Optional.empty(), with(OLD).verify(token + "=".repeat(SignedPositions.LONGEST + 1 - token.length())));
    }

    @Test
    void whatIsTooLongIsIgnoredAlthoughItIsSigned() throws Exception {
        String text = LONGEST.text() + "." + "0".repeat(SignedPositions.LONGEST) + "fffffffffff";
        assertEquals(Optional.empty(), with(OLD).verify(signed(text)));
    }

    private static String signed(String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(OLD);
        byte[] signature = mac.doFinal(("Tidemark-Position:" + text).getBytes(StandardCharsets.US_ASCII));
        return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    @Test
    void twoKeysLetOneFollowTheOther() {
        String before = with(OLD).sign(LONGEST);
        String after = with(NEW, OLD).sign(LONGEST);
        assertEquals(Optional.of(LONGEST), with(NEW, OLD).verify(before));
        assertEquals(Optional.of(LONGEST), with(NEW, OLD).verify(after));
        assertEquals(Optional.empty(), with(NEW).verify(before));
        assertEquals(Optional.of(LONGEST), with(NEW).verify(after));
    }

    @ParameterizedTest
    @CsvSource({
        "7fffffffffffffff, true",
        "7ffffffffffffff, true",
        "-7fffffffffffffff, false",
        "-8000000000000000, false",
        "8000000000000000, false",
        "ffffffffffffffffffffffff, false",
        "'', false",
        "-, false",
        "+, false",
        "zz, false"
    })
    void anAbsurdExpiryIsNoError(String expires, boolean holds) throws Exception {
        String token = signed(LONGEST.text() + "." + expires);
        assertEquals(holds ? Optional.of(LONGEST) : Optional.empty(), with(OLD).verify(token));
    }

    @Test
    void itExpires() {
        String token = with(OLD).sign(LONGEST);
        now = now.plus(Duration.ofHours(1)).minusMillis(1);
        assertEquals(Optional.of(LONGEST), with(OLD).verify(token));
        now = now.plusMillis(1);
        assertEquals(Optional.empty(), with(OLD).verify(token));
    }
}
