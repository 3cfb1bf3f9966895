package io.tidemark.writes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.wal.ClusterId;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortablePositionTest {

    private static PortablePosition at(long cluster, int timeline, long lsn) {
        return PortablePosition.of(new ClusterId(cluster), new Position(timeline, new Lsn(lsn)));
    }

    @ParameterizedTest
    @CsvSource({
        "42, 1, 0, v1.42.1.0000000000000000",
        "7301234567890123456, 3, 97450760, v1.7301234567890123456.3.0000000005CEFB08",
        "-1, 2147483647, -1, v1.18446744073709551615.2147483647.FFFFFFFFFFFFFFFF",
    })
    void itsTextIsReadAsWhatItWas(long cluster, int timeline, long lsn, String text) {
        assertEquals(text, at(cluster, timeline, lsn).text());
        assertEquals(at(cluster, timeline, lsn), PortablePosition.parse(text));
    }

    @Test
    void aPositionThatIsNotKnownIsTold() {
        assertEquals("v1.primary", PortablePosition.UNKNOWN.text());
        assertEquals(PortablePosition.UNKNOWN, PortablePosition.parse("v1.primary"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "16/B374D848",
                "v1",
                "v1.PRIMARY",
                "v1.42.1.00000000",
                "v1.42.1.000000000000000g",
                "v1.42.0.0000000000000000",
                "v1.42.2147483648.0000000000000000",
                "v1.18446744073709551616.1.0000000000000000",
                "v1.42.1.0000000000000000\n",
                " v1.42.1.0000000000000000",
                "v1.42.1.0000000000000000.1",
                "v1.-42.1.0000000000000000",
                "v1.٤٢.1.0000000000000000",
                "v2.42.1.0000000000000000",
            })
    void anythingElseIsRefusedWithWhatWasExpected(String text) {
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> PortablePosition.parse(text))
                .getMessage());
        assertTrue(
                message.startsWith("Not a position: '" + text + "'; expected the text that RoutedWork.position()"),
                message);
    }

    @Test
    void aLongTextIsNotRepeatedWhole() {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> PortablePosition.parse("x".repeat(1_000_000)))
                        .getMessage());
        assertTrue(message.length() < 300, message);
    }

    @Test
    void twoAreCoveredByTheLaterOne() {
        assertEquals(at(42, 1, 200), at(42, 1, 200).and(at(42, 1, 100)));
        assertEquals(at(42, 1, 200), at(42, 1, 100).and(at(42, 1, 200)));
        assertEquals(
                at(42, 2, 100),
                at(42, 1, 200).and(at(42, 2, 100)),
                "a timeline begins after all that is left of older ones");
        assertEquals(PortablePosition.UNKNOWN, at(42, 1, 100).and(at(43, 1, 100)), "nothing covers two clusters");
        assertEquals(PortablePosition.UNKNOWN, at(42, 1, 100).and(PortablePosition.UNKNOWN));
    }

    @Test
    void whatWasReadLaterReplacesWhatCannotBeComparedWithIt() {
        assertEquals(at(42, 1, 200), at(42, 1, 200).after(at(42, 1, 100)));
        assertEquals(at(42, 1, 200), at(42, 1, 100).after(at(42, 1, 200)), "it was read on a server left behind");
        assertEquals(at(42, 1, 100), at(42, 1, 100).after(PortablePosition.UNKNOWN));
        assertEquals(at(42, 1, 100), at(42, 1, 100).after(at(43, 1, 200)));
        assertEquals(PortablePosition.UNKNOWN, PortablePosition.UNKNOWN.after(at(42, 1, 100)));
    }
}
