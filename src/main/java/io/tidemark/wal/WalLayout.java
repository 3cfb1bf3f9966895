package io.tidemark.wal;

/**
 * The layout of a cluster's log in pages and segments.
 *
 * <p>Every page of the log begins with a header of 24 bytes, the first page of a segment with one of 40. If the insert
 * position of an idle primary is at a page boundary, PostgreSQL reports it <em>behind</em> the header, where the next
 * record will begin. A replica reports the end of the last record, which is the boundary itself. Without {@link
 * #normalise}, no replica would reach the primary's position before the next write. Source: PostgreSQL's {@code
 * xlog_internal.h} ({@code SizeOfXLogShortPHD}, {@code SizeOfXLogLongPHD}).
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

    /**
     * Returns the boundary for a position just behind the header of a page or segment, and any other position
     * unchanged.
     */
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
