package io.tidemark.audit;

/** Mixes values into a hash of 64 bits. The last step is that of SplittableRandom (Steele, Lea and Flood, 2014). */
final class Mixing {

    private static final long FACTOR = 0x9E3779B97F4A7C15L;
    private static final int SHIFT = 29;

    private Mixing() {}

    static long add(long hash, long value) {
        long mixed = (hash ^ value) * FACTOR;
        return mixed ^ (mixed >>> SHIFT);
    }

    /** Adds the length too, so that the borders of values count. */
    static long add(long hash, String text) {
        long mixed = add(hash, text.length());
        for (int i = 0; i < text.length(); i++) {
            mixed = add(mixed, text.charAt(i));
        }
        return mixed;
    }

    static long add(long hash, byte[] bytes) {
        long mixed = add(hash, bytes.length);
        for (byte one : bytes) {
            mixed = add(mixed, one);
        }
        return mixed;
    }

    static long last(long hash) {
        long mixed = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
