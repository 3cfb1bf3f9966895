package io.tidemark.sql;

/**
 * What is assumed of names where no replica is configured: all are harmless but those of functions that a standby runs
 * wrongly without a word. Every statement then goes to the primary, and the verdict shows in the stated reason only.
 */
enum NamesWithoutReplica implements DatabaseNames {
    NAMES;

    @Override
    public boolean isHarmless(String name) {
        // On the only server a setting is where it was made.
        return !FunctionBody.isHarmfulCall(name) || FunctionPolicy.isOfSettings(name);
    }

    @Override
    public boolean isHarmless(String schema, String name) {
        return isHarmless(name);
    }

    @Override
    public boolean lacks(String name) {
        return false;
    }

    @Override
    public boolean isHarmlessOperator(String operator) {
        return true;
    }

    @Override
    public boolean isHarmfulOperator(String operator) {
        return false;
    }

    @Override
    public Culprit culprit(WriteCause.Kind kind, String name) {
        return Culprit.UNKNOWN;
    }

    @Override
    public boolean isHarmfulRelation(String name) {
        return false;
    }

    @Override
    public boolean isHarmfulType(String name) {
        return false;
    }

    @Override
    public boolean hasRelation(String name) {
        return true;
    }

    @Override
    public boolean isSequence(String relation) {
        return false;
    }

    @Override
    public boolean isHarmfulAttribute(String name) {
        return false;
    }

    @Override
    public boolean mayAskForTime(String name) {
        return false;
    }

    @Override
    public boolean relationMayAskForTime(String name) {
        return false;
    }

    @Override
    public boolean callMayAskForTime(String name) {
        return ClockWords.isFunction(name);
    }

    @Override
    public boolean attributeMayAskForTime(String name) {
        return false;
    }

    @Override
    public boolean mayNameTransaction(String name) {
        return false;
    }

    @Override
    public boolean isHarmlessOutsideSystem(String name) {
        return true;
    }

    @Override
    public boolean knowsRelations() {
        return true;
    }
}
