package io.tidemark.holes;

/**
 * The calls of a method.
 *
 * @param type the simple name of its class, with an outer class before it and a dollar sign between them
 * @param method its name
 */
record Call(String type, String method) {

    /** Reads {@code Class.method}. */
    static Call of(String words) {
        int dot = words.indexOf('.');
        if (dot < 1 || dot + 1 == words.length()) {
            throw new BadMutation("'" + words + "' is no call; expected Class.method, as in Replicas.forget.");
        }
        return new Call(words.substring(0, dot), words.substring(dot + 1));
    }

    boolean is(String owner, String name) {
        return name.equals(method)
                && owner.substring(owner.lastIndexOf('/') + 1).equals(type);
    }

    @Override
    public String toString() {
        return type + "." + method;
    }
}
