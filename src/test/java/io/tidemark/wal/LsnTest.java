package io.tidemark.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LsnTest {

    @ParameterizedTest
    @CsvSource({
        "16/B374D848, 16B374D848",
        "0/016B3748, 16B3748",
        "00000016/B374D848, 16B374D848",
        "0/0, 0",
        "ffffffff/FFFFFFFF, FFFFFFFFFFFFFFFF",
        "1/0, 100000000",
        "a/1, A00000001"
    })
    void bothTextFormsAreRead(String text, String hexadecimal) {
        assertEquals(Long.parseUnsignedLong(hexadecimal, 16), Lsn.parse(text).value());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "1/",
                "/1",
                "16B374D848",
                "1/2/3",
                "100000000/0",
                "0/100000000",
                "g/0",
                "0/-1",
                "+1/0",
                " 1/0",
                "1/0 ",
                "0x1/0",
                "\u0661/0"
            })
    void anythingElseIsRefusedWithWhatWasExpected(String text) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> Lsn.parse(text));
        assertTrue(String.valueOf(refused.getMessage()).contains("16/B374D848"), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0/0", "16/B374D848", "FFFFFFFF/FFFFFFFF", "1/0", "0/1"})
    void theTextIsWhatServersUpTo18Print(String text) {
        assertEquals(text, Lsn.parse(text).toString());
    }

    @Test
    void theOrderIsThatOfUnsignedNumbersAndNotOfTexts() {
        assertTrue(Lsn.parse("9/0").compareTo(Lsn.parse("10/0")) < 0, "text order would put 10 before 9");
        assertTrue(Lsn.parse("7FFFFFFF/FFFFFFFF").compareTo(Lsn.parse("80000000/0")) < 0, "beyond 2^63");
        assertTrue(Lsn.parse("1/0").compareTo(Lsn.parse("0/FFFFFFFF")) > 0, "half by half would fail");
        assertEquals(0, Lsn.parse("0/016B3748").compareTo(Lsn.parse("0/16B3748")));
    }

    @Test
    void bytesAfterIsADistanceAndNeverNegative() {
        assertEquals(0x18, Lsn.parse("1/18").bytesAfter(Lsn.parse("1/0")));
        assertEquals(0, Lsn.parse("1/0").bytesAfter(Lsn.parse("1/18")));
    }
}
