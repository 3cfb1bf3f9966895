package io.tidemark.sql;

/**
 * The assumption about names if no replica is configured: all are harmless, except functions that a standby silently
 * runs wrongly. Every statement goes to the primary then, and the verdict only appears in the reason shown.
 */
enum NamesWithoutReplica implements NamesWithoutCatalogue {
    NAMES;

    @Override
    public boolean isHarmless(String name) {
        // With one server, every setting is on the server where it was set.
        return !FunctionBody.isHarmfulCall(name) || FunctionPolicy.isOfSettings(name);
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
    public boolean isHarmfulType(String name) {
        return false;
    }

    @Override
    public boolean hasRelation(String name) {
        return true;
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
