package io.tidemark.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LexerTest {

    private static final int LONG = 64 * 1024;

    private static String texts(String sql) {
        return Lexer.tokens(sql).list().stream().map(Token::text).collect(Collectors.joining(" "));
    }

    private static List<Token.Kind> kinds(String sql) {
        return Lexer.tokens(sql).list().stream().map(Token::kind).toList();
    }

    @Test
    void foldsWordsButNoQuotedIdentifiers() {
        assertEquals("select Ab ab größe À", texts("SELECT \"Ab\" aB GRößE À"));
    }

    @Test
    void foldsNothingBeyondAscii() {
        assertEquals("ran\u212a", texts("RAN\u212a"));
    }

    @Test
    void keepsDollarsInsideOfIdentifiers() {
        assertEquals("a$b$ , $ , a$$", texts("a$b$, $1, a$$"));
    }

    @Test
    void endsAnOperatorWhereACommentBegins() {
        assertEquals("+ *", texts("+/**/*--x"));
    }

    @Test
    void givesASignToTheOperandUnlessThePeculiarCharactersForbidIt() {
        assertEquals("* - , = - , < -", texts("*-, =-, <-"));
        assertEquals("@- , ~+ , |- , %-", texts("@-, ~+, |-, %-"));
    }

    @Test
    void separatesAQuestionMarkFromTheOperatorsAroundIt() {
        assertEquals("|| ? ||", texts("||?||"));
    }

    @Test
    void takesStringsOfAnyKindWhole() {
        List<Token.Kind> one = List.of(Token.Kind.STRING);
        assertEquals(one, kinds("'a''b'"));
        assertEquals(one, kinds("e'a\\'b''c\\\\'"));
        assertEquals(one, kinds("$$ ' \" ; $a $$"));
        assertEquals(one, kinds("$a$ $$ $b$ $$a$"));
        assertEquals(one, kinds("x'1F'"));
        assertEquals(one, kinds("B'\\'"));
        assertEquals(one, kinds("u&'a'"));
        assertEquals(one, kinds("'a' -- b\n 'c'"));
        assertEquals(List.of(Token.Kind.STRING, Token.Kind.STRING), kinds("'a' 'c'"));
    }

    @Test
    void takesNumbersWhole() {
        for (String number : List.of("1", "1.5", ".5", "5.", "1e10", "1.5E-3", "1e+5")) {
            assertEquals(List.of(Token.Kind.NUMBER), kinds(number), number);
        }
    }

    @Test
    void nestsComments() {
        assertEquals("a b", texts("a /*/* */ ' /**/ */ b"));
        assertEquals("a / b", texts("a /***// b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(", "a", "/*", "*/", "--\n", "'", "''", "\"", "\"\"", "$", "$$", "$a", "$a$", "+", "/", "e'", "u&"
            })
    void yieldsNoMoreTokensThanCharactersHoweverLongTheText(String piece) {
        String sql = piece.repeat(LONG / piece.length());
        assertTrue(Lexer.tokens(sql).size() <= sql.length());
        assertEquals(Verdict.WRITE, new Classifier().verdict("SELECT do_write(" + piece));
        new Classifier().verdict(("SELECT " + sql).substring(0, LONG));
    }

    @Test
    void givesUpWholly() {
        assertSame(Tokens.NONE, Lexer.tokens("SELECT 1 /* a"));
        assertSame(Tokens.NONE, Lexer.tokens("SELECT 'a"));
        assertSame(Tokens.NONE, Lexer.tokens("SELECT 1\0"));
    }

    @Test
    void givesUpOnHalfASurrogatePairWhichIsAQuestionMarkOnTheWire() {
        assertEquals(2, Lexer.tokens("SELECT a\ud83d\ude00").size());
        assertSame(Tokens.NONE, Lexer.tokens("SELECT a\ud83d"));
        assertSame(Tokens.NONE, Lexer.tokens("SELECT a\ud83d b"));
        assertSame(Tokens.NONE, Lexer.tokens("SELECT a\ude00 b"));
    }
}
