package io.tidemark.sql;

/** The answers that need no catalogue, or that no catalogue can give. The constants of this type share them. */
interface NamesWithoutCatalogue extends DatabaseNames {

    @Override
    default boolean isHarmless(String schema, String name) {
        return isHarmless(name);
    }

    @Override
    default boolean lacks(String name) {
        return false;
    }

    @Override
    default Culprit culprit(WriteCause.Kind kind, String name) {
        return Culprit.UNKNOWN;
    }

    @Override
    default boolean isHarmfulRelation(String name) {
        return false;
    }

    @Override
    default boolean isSequence(String relation) {
        return false;
    }

    @Override
    default boolean isHarmfulAttribute(String name) {
        return false;
    }

    @Override
    default boolean mayAskForTime(String name) {
        return false;
    }

    @Override
    default boolean relationMayAskForTime(String name) {
        return false;
    }

    @Override
    default boolean callMayAskForTime(String name) {
        return ClockWords.isFunction(name);
    }

    @Override
    default boolean attributeMayAskForTime(String name) {
        return false;
    }
}
