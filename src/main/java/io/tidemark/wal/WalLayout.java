package io.tidemark.wal;

/**
 * How a cluster lays its log out in pages and segments, and what follows for positions.
 *
 * <p>Every page of the log begins with a header of 24 bytes, the first page of a segment with one of 40. The insert
 * position of an idle primary that stands exactly at a boundary is reported <em>behind</em> the header, because the next
 * record will begin there; the same record's end, as a replica reports it, is the boundary itself. Without
 * {@link #normalise} such a position would not be reached before the next write. Source: PostgreSQL's
 * {@code xlog_internal.h} ({@code SizeOfXLogShortPHD}, {@code SizeOfXLogLongPHD}).
 *
 * @param blockSize bytes in a page of the log
 * @param segmentSize bytes in a segment
 */
public record WalLayout(int blockSize, int segmentSize) {

    private static final int PAGE_HEADER = 24;
    private static final int SEGMENT_HEADER = 40;

    public WalLayout {
        if (!isPowerOfTwo(blockSize) || !isPowerOfTwo(segmentSize) || blockSize > segmentSize) {
            throw new IllegalArgumentException("Page and segment size must be powers of two, the page the smaller: "
                    + blockSize + ", " + segmentSize);
        }
    }

    private static boolean isPowerOfTwo(int size) {
        return size > SEGMENT_HEADER && Integer.bitCount(size) == 1;
    }

    /** The boundary for a position just behind a page's or segment's header; every other position as it is. */
    public Lsn normalise(Lsn position) {
        if (offset(position, segmentSize) == SEGMENT_HEADER) {
            return new Lsn(position.value() - SEGMENT_HEADER);
        }
        boolean firstPage = offset(position, segmentSize) < blockSize;
        if (!firstPage && offset(position, blockSize) == PAGE_HEADER) {
            return new Lsn(position.value() - PAGE_HEADER);
        }
        return position;
    }

    private static int offset(Lsn position, int size) {
        return (int) (position.value() & (size - 1));
    }
}
