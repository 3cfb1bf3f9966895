package io.tidemark.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
        return texts(Lexer.tokens(sql));
    }

    private static String texts(Tokens tokens) {
        return tokens.list().stream().map(Token::text).collect(Collectors.joining(" "));
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
    void givesUpOnARunThatIsLongerThanAnyOperator() {
        assertEquals(32, texts("a " + "*".repeat(32)).length() - 2);
        assertSame(Tokens.NONE, Lexer.tokens("a " + "*".repeat(33)));
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
        for (String number : List.of(
                "1",
                "1.5",
                ".5",
                "5.",
                "1e10",
                "1.5E-3",
                "1e+5",
                "1_000",
                "1_0.5_0e1_0",
                "0xafAF",
                "0X_1",
                "0b01",
                "0O17")) {
            assertEquals(List.of(Token.Kind.NUMBER), kinds(number), number);
        }
    }

    @Test
    void takesTwoColonsOrAColonAndAnEqualsSignAsOneSymbolAndAnyOtherColonAlone() {
        assertEquals("a :: b ( c := d ) e [ f : g : ]", texts("a::b (c:=d) e[f:g:]"));
    }

    @Test
    void aNumberedParameterEndsWithItsDigits() {
        assertEquals(List.of(Token.Kind.PARAMETER), kinds("$12"));
        assertEquals(List.of(Token.Kind.PARAMETER, Token.Kind.SYMBOL), kinds("$1)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1a", "1.5a", "1_", "1_ 2", "1__0", "1._5", "1e", "1e+", "0x", "0x1g", "$1a"})
    void givesUpOnANumberThatALetterFollows(String sql) {
        assertSame(Tokens.NONE, Lexer.tokens(sql));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'now'", "E'n\\157w'", "U&'n\\006fw'", "'no' -- a\n 'w'", "$$now$$", "'{\"a\":\"today\"}'"})
    void aStringMayBeATimeAlsoWithEscapesForItsLetters(String sql) {
        assertTrue(Lexer.tokens(sql).timed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'know'",
                "'anow'",
                "'ANOW'",
                "'nowz'",
                "'NOWZ'",
                "E'it\\'s\\n'",
                "U&'it''s'",
                "U&'a\\'",
                "'n\\157w'",
                "'no' 'w'"
            })
    void anyOtherStringIsNoTime(String sql) {
        assertFalse(Lexer.tokens(sql).timed());
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
    void whereBackslashesEscapeAnUnterminatedStringEndsTheTextAndClosesWhatIsOpen() {
        String sql = "SELECT (a), (b, (c, 'd\\') e";
        assertEquals("select ( a ) , ( b , ( c ,  ) e", texts(Lexer.tokens(sql)));
        assertEquals("select ( a ) , ( b , ( c ,  ) )", texts(Lexer.tokensIfBackslashesEscape(sql)));
    }

    @Test
    void givesUpOnHalfASurrogatePairWhichIsAQuestionMarkOnTheWire() {
        assertEquals(2, Lexer.tokens("SELECT a\ud83d\ude00").size());
        assertSame(Tokens.NONE, Lexer.tokens("SELECT a\ud83d"));
        assertSame(Tokens.NONE, Lexer.tokens("SELECT a\ud83d b"));
        assertSame(Tokens.NONE, Lexer.tokens("SELECT a\ude00 b"));
    }
}
