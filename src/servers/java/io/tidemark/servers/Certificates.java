package io.tidemark.servers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A certificate authority and the certificate of one server, made by the JDK's {@code keytool}.
 *
 * @param authority the authority's certificate, as PEM
 * @param certificate the server's certificate, as PEM
 * @param key the server's private key, as PEM
 * @param trust a PKCS#12 store that trusts the authority; its password is {@link #PASSWORD}
 */
record Certificates(Path authority, Path certificate, Path key, Path trust) {

    static final String PASSWORD = "for-tests";

    private static final Duration TO_MAKE = Duration.ofMinutes(1);

    /**
     * Creates new certificates.
     *
     * @param directory an empty directory for them
     * @param host the only name in the server's certificate
     */
    static Certificates of(Children children, Path directory, String host)
            throws IOException, GeneralSecurityException, InterruptedException {
        Keytool keytool = new Keytool(children.named("keytool", directory.resolve("keytool.log"), Process::destroy));
        Path authorities = directory.resolve("authority.p12");
        Path servers = directory.resolve("server.p12");
        Path request = directory.resolve("server.csr");
        Certificates made = new Certificates(
                directory.resolve("authority.pem"),
                directory.resolve("server.pem"),
                directory.resolve("server.key"),
                directory.resolve("trust.p12"));
        keytool.run(
                authorities, "-genkeypair", "-keyalg", "EC", "-dname", "CN=authority", "-ext", "bc:critical=ca:true");
        keytool.run(authorities, "-exportcert", "-rfc", "-file", made.authority.toString());
        keytool.run(servers, "-genkeypair", "-keyalg", "EC", "-dname", "CN=server");
        keytool.run(servers, "-certreq", "-file", request.toString());
        List<String> sign = List.of("-gencert", "-rfc", "-ext", "san=dns:" + host, "-infile", request.toString());
        keytool.run(authorities, sign, "-outfile", made.certificate.toString());
        keytool.run(made.trust, "-importcert", "-noprompt", "-file", made.authority.toString());
        made.writeKey(servers);
        return made;
    }

    private void writeKey(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        byte[] encoded = keys.getKey(Keytool.ALIAS, PASSWORD.toCharArray()).getEncoded();
        Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                key,
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(encoded)
                        + "\n-----END PRIVATE KEY-----\n");
    }

    /** Runs {@code keytool} for one key at a time. */
    private record Keytool(Child process) {

        static final String ALIAS = "it";

        void run(Path store, String... arguments) throws IOException, InterruptedException {
            run(store, List.of(), arguments);
        }

        void run(Path store, List<String> first, String... more) throws IOException, InterruptedException {
            List<String> command = new ArrayList<>();
            command.add(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
            command.addAll(first);
            command.addAll(List.of(more));
            command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12"));
            command.addAll(List.of("-storepass", PASSWORD, "-alias", ALIAS));
            process.runToEnd(new ProcessBuilder(command), TO_MAKE);
        }
    }
}
