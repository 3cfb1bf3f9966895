package com.example.things;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.security.enterprise.credential.CallerOnlyCredential;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.CredentialValidationResult.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;

class UsersTest {

    @Test
    void withoutSettingsThePasswordsAreTheNamesAndThereIsNoOperator() {
        Users users = users(Map.of());
        assertEquals(Status.VALID, statusOf(users, "alice", "alice"));
        assertEquals(Status.VALID, statusOf(users, "bob", "bob"));
        assertEquals(Status.INVALID, statusOf(users, "operator", "operator"));
    }

    @Test
    void aSettingReplacesThePassword() {
        Users users = users(Map.of("things.alice.password", "a", "things.bob.password", "b"));
        assertEquals(Status.VALID, statusOf(users, "alice", "a"));
        assertEquals(Status.INVALID, statusOf(users, "alice", "alice"));
        assertEquals(Status.VALID, statusOf(users, "bob", "b"));
        assertEquals(Status.INVALID, statusOf(users, "bob", "a"));
    }

    @Test
    void aVariableIsFoundByItsOwnNameToo() {
        Users users = users(Map.of("THINGS_ALICE_PASSWORD", "a"));
        assertEquals(Status.VALID, statusOf(users, "alice", "a"));
        assertEquals(Status.INVALID, statusOf(users, "alice", "alice"));
    }

    @Test
    void aVariableThatIsSetAndNotSeenIsRefused() {
        for (Map<String, String> seen : List.of(Map.<String, String>of(), Map.of("things.alice.password", ""))) {
            ThingsSettings settings = new ThingsSettings(new FixedConfig(seen), Map.of("THINGS_ALICE_PASSWORD", "a"));
            String message = assertThrows(IllegalStateException.class, () -> new Users(settings))
                    .getMessage();
            assertEquals(
                    "The environment variable THINGS_ALICE_PASSWORD is set, but MicroProfile Config has no value for"
                            + " things.alice.password; expected a password, or that the variable is not set",
                    message);
        }
    }

    @Test
    void onlyTheOperatorIsInAGroup() {
        Users users = users(Map.of("things.operator.password", "o"));
        assertEquals(Set.of("operator"), validate(users, "operator", "o").getCallerGroups());
        assertEquals(Set.of(), validate(users, "alice", "alice").getCallerGroups());
    }

    @Test
    void nobodyElseIsKnown() {
        assertEquals(Status.INVALID, statusOf(users(Map.of()), "mallory", "mallory"));
        assertEquals(Status.INVALID, statusOf(users(Map.of()), "nobody", "nobody"));
        assertEquals(Status.INVALID, statusOf(users(Map.of()), "", ""));
    }

    @Test
    void credentialsOfAnotherKindAreForAnotherStore() {
        assertEquals(
                Status.NOT_VALIDATED,
                users(Map.of()).validate(new CallerOnlyCredential("alice")).getStatus());
    }

    private static Status statusOf(Users users, String name, String password) {
        return validate(users, name, password).getStatus();
    }

    private static CredentialValidationResult validate(Users users, String name, String password) {
        return users.validate(new UsernamePasswordCredential(name, password));
    }

    private static Users users(Map<String, String> settings) {
        return new Users(new ThingsSettings(new FixedConfig(settings), Map.of()));
    }

    /** Settings of strings, without the operations that the users do not call. */
    private record FixedConfig(Map<String, String> settings) implements Config {

        @Override
        public <T> Optional<T> getOptionalValue(String name, Class<T> type) {
            return Optional.ofNullable(settings.get(name)).map(type::cast);
        }

        @Override
        public <T> T getValue(String name, Class<T> type) {
            return getOptionalValue(name, type).orElseThrow();
        }

        @Override
        public ConfigValue getConfigValue(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Iterable<String> getPropertyNames() {
            return settings.keySet();
        }

        @Override
        public Iterable<ConfigSource> getConfigSources() {
            return List.of();
        }

        @Override
        public <T> Optional<Converter<T>> getConverter(Class<T> type) {
            return Optional.empty();
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            throw new IllegalArgumentException(type.getName());
        }
    }
}
