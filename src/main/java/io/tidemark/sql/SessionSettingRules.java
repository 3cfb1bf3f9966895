package io.tidemark.sql;

import io.tidemark.sql.SessionSettings.Assignment;
import io.tidemark.sql.SessionSettings.Operand;
import io.tidemark.sql.Token.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the {@link SessionSettings} of a text that would be a read without the custom settings that it reads or sets.
 * These are {@code SET}, {@code RESET} and {@code SHOW} of one, calls of {@code set_config} and
 * {@code current_setting}, and functions or relations that read one.
 *
 * <p>Errs to a write for any other form.
 */
final class SessionSettingRules {

    private static final Set<String> TEXTS = WordList.of("text varchar");
    private static final Set<String> BOOLEANS = WordList.of("boolean bool");

    private final Tokens tokens;
    private final DatabaseNames database;
    private int at;
    private int parameters;

    private SessionSettingRules(Tokens contents, DatabaseNames database) {
        this.tokens = contents;
        this.database = database;
    }

    /** Whether the text contains any word that may read or set a setting. */
    static boolean mayBeIn(Tokens tokens, DatabaseNames database) {
        Token first = tokens.at(0);
        if (first.isWord("set") || first.isWord("reset") || first.isWord("show")) {
            return true;
        }
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.at(i).isName()) {
                String name = tokens.at(i).text();
                if (name.equals(SettingNames.CURRENT_SETTING)
                        || name.equals(SetConfigCalls.NAME)
                        || !database.settingsOf(name).isEmpty()) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Classifies the text.
     *
     * @param tokens the tokens of the text
     */
    static Optional<Classification> in(String sql, Tokens tokens, DatabaseNames database) {
        if (tokens.ambiguous()) {
            return Optional.empty();
        }
        SessionSettingRules texts = new SessionSettingRules(Lexer.withContents(sql), database);
        Optional<SessionSettings> statement = texts.statement();
        if (statement.isPresent()) {
            return statement.map(Classification::of);
        }
        return database.knowingSettings().flatMap(knowing -> {
            Classification found = ReadRules.in(tokens, knowing.of(tokens));
            return found.isRead() ? texts.query(found) : Optional.empty();
        });
    }

    private Optional<SessionSettings> statement() {
        Token first = tokens.at(0);
        if (first.isWord("set")) {
            return set();
        }
        if (first.isWord("reset")) {
            at = 1;
            String name = name();
            return isEnd() && SettingNames.isCustom(name)
                    ? Optional.of(SessionSettings.setting(List.of(assignment(name, Operand.none(), false))))
                    : Optional.empty();
        }
        if (first.isWord("show")) {
            at = 1;
            String name = name();
            return isEnd() && SettingNames.isCustom(name)
                    ? Optional.of(SessionSettings.reading(Set.of(name)))
                    : Optional.empty();
        }
        return Optional.empty();
    }

    private static Assignment assignment(String name, Operand value, boolean local) {
        return new Assignment(Operand.of(name), value, Operand.of(Boolean.toString(local)));
    }

    private Optional<SessionSettings> set() {
        at = 1;
        boolean local = tokens.at(at).isWord("local");
        if (local || tokens.at(at).isWord("session")) {
            at++;
        }
        String name = name();
        Token to = tokens.at(at++);
        boolean assigns =
                to.isWord("to") || (to.kind() == Kind.OPERATOR && to.text().equals("="));
        if (!assigns || !SettingNames.isCustom(name)) {
            return Optional.empty();
        }
        Operand value = word(tokens.at(at++));
        return value != null && isEnd()
                ? Optional.of(SessionSettings.setting(List.of(assignment(name, value, local))))
                : Optional.empty();
    }

    /** Reads a value of {@code SET}, in which a word is a string, and PostgreSQL prints numbers in its own form. */
    private static @Nullable Operand word(Token token) {
        return switch (token.kind()) {
            case STRING -> string(token);
            case QUOTED -> Operand.of(token.text());
            case WORD -> token.text().equals("default") ? Operand.none() : Operand.of(token.text());
            case NUMBER -> NumberLiterals.arePlain(token.text()) ? Operand.of(token.text()) : null;
            default -> null;
        };
    }

    private static @Nullable Operand string(Token token) {
        return token.text().isEmpty() ? null : Operand.of(token.text().substring(1));
    }

    /** Reads a name with all its parts, from here on. */
    private String name() {
        StringBuilder name = new StringBuilder();
        while (tokens.at(at).isName()) {
            name.append(tokens.at(at++).text());
            if (!tokens.at(at).isSymbol(".")) {
                break;
            }
            name.append('.');
            at++;
        }
        return SettingNames.normal(name.toString());
    }

    private boolean isEnd() {
        while (tokens.at(at).isSymbol(";")) {
            at++;
        }
        return at >= tokens.size();
    }

    private Optional<Classification> query(Classification found) {
        Optional<SessionSettings> plain = assignments();
        if (plain.isPresent()) {
            return plain.map(Classification::of);
        }
        Set<String> read = new HashSet<>();
        Set<String> set = new HashSet<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (!tokens.at(i).isName()) {
                continue;
            }
            String name = tokens.at(i).text();
            boolean call = tokens.at(i + 1).isSymbol("(");
            if (call && name.equals(SetConfigCalls.NAME)) {
                Optional<String> named = literalAt(i + 2);
                if (named.isEmpty()) {
                    return Optional.empty();
                }
                set.add(named.get());
            } else if (call && name.equals(SettingNames.CURRENT_SETTING)) {
                read.add(literalAt(i + 2).orElse(SettingNames.ANY));
            } else {
                read.addAll(database.settingsOf(name));
            }
        }
        if (read.isEmpty() && set.isEmpty()) {
            return Optional.empty();
        }
        boolean byClock = found.verdict() == Verdict.READ_BY_CLOCK;
        SessionSettings settings =
                new SessionSettings(Set.copyOf(read), byClock, !set.isEmpty(), Set.copyOf(set), List.of());
        Classification finding = Classification.of(settings);
        return Optional.of(found.unknown() ? finding.withUnknown() : finding);
    }

    /** Returns the custom setting whose name is the argument here. */
    private Optional<String> literalAt(int index) {
        Token token = tokens.at(index);
        Token next = tokens.at(index + 1);
        boolean whole = next.isSymbol(",") || next.isSymbol(")");
        return Optional.of(token)
                .filter(any ->
                        whole && token.kind() == Kind.STRING && !token.text().isEmpty())
                .map(any -> SettingNames.normal(token.text().substring(1)))
                .filter(SettingNames::isCustom);
    }

    /** Reads {@code SELECT set_config(…), set_config(…)} without any other expression. */
    private Optional<SessionSettings> assignments() {
        List<Assignment> all = new ArrayList<>();
        at = 0;
        parameters = 0;
        if (!tokens.at(at).isWord("select")) {
            return Optional.empty();
        }
        do {
            at++;
            Assignment next = setConfig();
            if (next == null) {
                return Optional.empty();
            }
            all.add(next);
        } while (tokens.at(at).isSymbol(","));
        return isEnd() ? Optional.of(SessionSettings.setting(all)) : Optional.empty();
    }

    private @Nullable Assignment setConfig() {
        if (tokens.at(at).isWord(FunctionPolicy.SYSTEM) && tokens.at(at + 1).isSymbol(".")) {
            at += 2;
        }
        if (!SetConfigCalls.isAt(tokens, at) || !tokens.at(at + 1).isSymbol("(")) {
            return null;
        }
        at += 2;
        Operand name = operand(TEXTS, ",");
        Operand value = name == null ? null : operand(TEXTS, ",");
        Operand local = value == null ? null : operand(BOOLEANS, ")");
        if (name == null || value == null || local == null || isOther(name)) {
            return null;
        }
        if (tokens.at(at).isWord("as")) {
            at++;
        }
        if (tokens.at(at).isName()) {
            at++;
        }
        return new Assignment(
                name.literal().map(SettingNames::normal).map(Operand::of).orElse(name), value, local);
    }

    private static boolean isOther(Operand name) {
        return name.parameter() == 0
                && name.literal().filter(SettingNames::isCustom).isEmpty();
    }

    /** Reads an argument, optionally with a cast to one of the types, and its end. */
    private @Nullable Operand operand(Set<String> types, String end) {
        boolean cast = tokens.at(at).isWord("cast") && tokens.at(at + 1).isSymbol("(");
        at += cast ? 2 : 0;
        Operand operand = simple(tokens.at(at++));
        if (cast) {
            boolean whole = tokens.at(at).isWord("as")
                    && types.contains(tokens.at(at + 1).text())
                    && tokens.at(at + 2).isSymbol(")");
            at += 3;
            operand = whole ? operand : null;
        } else if (tokens.at(at).isSymbol("::")) {
            operand = types.contains(tokens.at(at + 1).text()) ? operand : null;
            at += 2;
        }
        return tokens.at(at++).isSymbol(end) ? operand : null;
    }

    private @Nullable Operand simple(Token token) {
        return switch (token.kind()) {
            case STRING -> string(token);
            case PARAMETER -> token.text().equals("?") ? Operand.parameter(++parameters) : null;
            case WORD ->
                switch (token.text()) {
                    case "true", "false" -> Operand.of(token.text());
                    case "null" -> Operand.none();
                    default -> null;
                };
            default -> null;
        };
    }
}
