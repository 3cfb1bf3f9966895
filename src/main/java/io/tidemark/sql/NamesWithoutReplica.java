package io.tidemark.sql;

/**
 * The assumption about names if no replica is configured: all are harmless, except functions that a standby silently
 * runs wrongly. Every statement goes to the primary then, and the verdict only appears in the reason shown.
 */
enum NamesWithoutReplica implements DatabaseNames {
    NAMES;

    @Override
    public boolean isHarmless(String name) {
        // With one server, every setting is on the server where it was set.
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
