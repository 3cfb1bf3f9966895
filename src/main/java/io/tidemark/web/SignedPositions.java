package io.tidemark.web;

import io.tidemark.writes.PortablePosition;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Signs positions for clients, and verifies these signatures. Thread-safe.
 *
 * <p>A token consists of three parts, separated by dots: the text of the position; the second at which it expires, in
 * hexadecimal digits; and the HMAC-SHA-256 (RFC 2104) of both in base64url (RFC 4648) without padding. It needs no
 * escape in a header or a cookie. It contains no secret and no information about its client.
 */
final class SignedPositions {

    static final String ALGORITHM = "HmacSHA256";

    /** An upper bound for the length of a token. Longer texts are rejected unread. */
    static final int LONGEST = 128;

    /** A prefix of the signed text, so that another text signed with the same key is never a valid token. */
    private static final byte[] PURPOSE = "Tidemark-Position:".getBytes(StandardCharsets.US_ASCII);

    private static final int HEXADECIMAL = 16;

    private final List<SecretKey> keys;
    private final Duration lifetime;
    private final InstantSource clock;

    SignedPositions(List<SecretKey> keys, Duration lifetime, InstantSource clock) {
        this.keys = keys;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    String sign(PortablePosition position) {
        long expires = clock.instant().plus(lifetime).getEpochSecond();
        String signed = position.text() + "." + Long.toString(expires, HEXADECIMAL);
        byte[] signature = signature(keys.get(0), signed);
        return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    /** Returns the position of a token that was signed with one of the keys and has not expired; otherwise empty. */
    Optional<PortablePosition> verify(String token) {
        int end = token.length() > LONGEST ? -1 : token.lastIndexOf('.');
        if (end < 0) {
            return Optional.empty();
        }
        String signed = token.substring(0, end);
        try {
            byte[] signature = Base64.getUrlDecoder().decode(token.substring(end + 1));
            return isOurs(signed, signature) ? read(signed) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private boolean isOurs(String signed, byte[] signature) {
        return keys.stream().anyMatch(key -> MessageDigest.isEqual(signature(key, signed), signature));
    }

    /** Reads the signed text. The format of another version may differ. */
    private Optional<PortablePosition> read(String signed) {
        int end = signed.lastIndexOf('.');
        if (end < 0) {
            return Optional.empty();
        }
        // Compared as a number, since the value may exceed the range of Instant.
        long expires = Long.parseLong(signed.substring(end + 1), HEXADECIMAL);
        return clock.instant().getEpochSecond() < expires
                ? Optional.of(PortablePosition.parse(signed.substring(0, end)))
                : Optional.empty();
    }

    private static byte[] signature(SecretKey key, String signed) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(PURPOSE);
            return mac.doFinal(signed.getBytes(StandardCharsets.ISO_8859_1));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, impossible);
        }
    }
}
