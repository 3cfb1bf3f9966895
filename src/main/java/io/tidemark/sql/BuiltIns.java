package io.tidemark.sql;

/** What is known before a database's own catalogue has been read: a part of what PostgreSQL brings along. */
enum BuiltIns implements Functions {
    KNOWN;

    @Override
    public boolean isHarmless(String name) {
        return HarmlessFunctions.contain(name);
    }

    @Override
    public boolean isHarmless(String schema, String name) {
        return schema.equals("pg_catalog") && HarmlessFunctions.contain(name);
    }

    @Override
    public boolean lacks(String name) {
        return false;
    }

    @Override
    public boolean isHarmlessOperator(String operator) {
        return BuiltInOperators.contain(operator);
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
        return false;
    }

    @Override
    public boolean relationMayAskForTime(String name) {
        return false;
    }

    @Override
    public boolean mayNameTransaction(String name) {
        return true;
    }

    @Override
    public boolean isHarmlessOutsideSystem(String name) {
        return false;
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
    public boolean callMayAskForTime(String name) {
        return ClockWords.isFunction(name);
    }

    @Override
    public boolean attributeMayAskForTime(String name) {
        return false;
    }

    @Override
    public boolean knowsRelations() {
        return false;
    }
}
