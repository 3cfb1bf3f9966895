package io.tidemark.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WalLayoutTest {

    private static final int MEGABYTE = 1 << 20;

    @ParameterizedTest
    @CsvSource({
        "0/6000028, 0/6000000", // behind a segment's header
        "0/6002018, 0/6002000", // behind a page's header
        "0/6000018, 0/6000018", // 24 bytes into a segment is inside its header of 40
        "0/6002028, 0/6002028", // 40 bytes into a page is a record's place
        "0/6000000, 0/6000000",
        "0/60000A8, 0/60000A8",
        "FFFFFFFF/FF000028, FFFFFFFF/FF000000"
    })
    void onlyAPositionJustBehindAHeaderIsMovedToTheBoundary(String reported, String expected) {
        WalLayout layout = new WalLayout(8192, 16 * MEGABYTE);
        assertEquals(Lsn.parse(expected), layout.normalise(Lsn.parse(reported)));
    }

    @Test
    void theServersOwnPageAndSegmentSizesCount() {
        WalLayout layout = new WalLayout(65536, 64 * MEGABYTE);
        assertEquals(Lsn.parse("0/6000028"), layout.normalise(Lsn.parse("0/6000028")), "inside a larger segment");
        assertEquals(Lsn.parse("0/8000000"), layout.normalise(Lsn.parse("0/8000028")));
        assertEquals(Lsn.parse("0/8010000"), layout.normalise(Lsn.parse("0/8010018")));
        assertEquals(Lsn.parse("0/8012018"), layout.normalise(Lsn.parse("0/8012018")), "inside a larger page");
    }

    @Test
    void sizesThatAreNoPowersOfTwoAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new WalLayout(8000, 16 * MEGABYTE));
        assertThrows(IllegalArgumentException.class, () -> new WalLayout(8192, 4096));
    }
}
