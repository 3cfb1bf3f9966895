package com.example.helpdesk;

import io.tidemark.RoutedReads;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.security.enterprise.identitystore.Pbkdf2PasswordHash;
import java.util.Optional;
import java.util.UUID;

/** The users, and the browsers that are theirs. */
@Stateless
@RoutedReads
public class Accounts {

    @PersistenceContext
    EntityManager entities;

    @Inject
    Pbkdf2PasswordHash hashes;

    public void register(String name, String password) {
        entities.persist(new Account(name, hashes.generate(password.toCharArray())));
    }

    public boolean knows(String name, char[] password) {
        return find(name)
                .filter(account -> hashes.verify(password, account.hash()))
                .isPresent();
    }

    public void password(String name, String now) {
        find(name).orElseThrow().hash(hashes.generate(now.toCharArray()));
    }

    /** Changes the telephone number; returns the one before. */
    public String phone(String name, String now) {
        Account account = find(name).orElseThrow();
        String before = account.phone();
        account.phone(now);
        return before;
    }

    public String phone(String name) {
        return find(name).orElseThrow().phone();
    }

    public String remember(String name) {
        String token = UUID.randomUUID().toString();
        entities.persist(new Remembered(token, name));
        return token;
    }

    public Optional<String> remembered(String token) {
        return Optional.ofNullable(entities.find(Remembered.class, token)).map(Remembered::account);
    }

    public void forget(String token) {
        Optional.ofNullable(entities.find(Remembered.class, token)).ifPresent(entities::remove);
    }

    private Optional<Account> find(String name) {
        return Optional.ofNullable(entities.find(Account.class, name));
    }
}
