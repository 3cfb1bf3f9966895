package io.tidemark.jdbc;

import io.tidemark.jdbc.physical.ConnectionProperties;
import io.tidemark.jdbc.physical.ConnectionProperty;
import io.tidemark.jdbc.physical.PhysicalConnection;
import io.tidemark.jdbc.physical.ReadyConnections;
import io.tidemark.sql.SessionSettings;
import io.tidemark.sql.SessionSettings.Assignment;
import io.tidemark.sql.SessionSettings.Operand;
import io.tidemark.sql.SettingNames;
import io.tidemark.writes.CustomSettings;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A statement that sets custom settings, such as {@code app.tenant}, and has no other effect.
 *
 * <p>It runs where a read would, and raises no mark. Its settings are kept, and made on each physical connection before its next
 * statement. They belong to the JTA transaction until it ends, or else to the routed connection until it is closed. In a local
 * transaction, the statement runs on the server of the transaction.
 *
 * <p>A value that is not known, such as that of an expression, is set on the primary only. Reads that depend on the setting then
 * go there.
 */
record SettingStatement(String sql, SessionSettings settings, DeferredStatement statement) {

    private static final String TRUE = "true";
    private static final String FALSE = "false";

    /** A setting with its value. */
    private record Made(String name, Optional<String> value, boolean local) {}

    private StatementRouter router() {
        return statement.lifecycle().router();
    }

    private ReadyConnections connections() {
        return router().connections();
    }

    <T> T run(Execution<T> execution) throws SQLException {
        if (router().localTransaction() != null || connections().beginsLocalTransaction()) {
            return inLocal(execution);
        }
        List<Made> made = new ArrayList<>();
        for (Assignment assignment : settings.assignments()) {
            Optional<String> name = text(assignment.name());
            if (name.filter(SettingNames::isCustom).isEmpty()) {
                // A parameter names the setting, which is one of PostgreSQL's own.
                return statement.runUnproven(sql, execution);
            }
            made(name.get(), assignment).ifPresent(made::add);
        }
        boolean known = !made.isEmpty() && made.size() == settings.assignments().size();
        if (!known || !router().keepsSettings()) {
            return onPrimary(execution);
        }
        return router().jtaTransaction().isPresent() ? inJta(made, execution) : alone(made, execution);
    }

    private Optional<String> text(Operand operand) {
        return operand.parameter() > 0
                ? statement.parameter(operand.parameter()).flatMap(Parameter.Known::text)
                : operand.literal();
    }

    private Optional<Made> made(String name, Assignment assignment) {
        Optional<String> local = text(assignment.local());
        boolean said =
                local.filter(text -> text.equals(TRUE) || text.equals(FALSE)).isPresent();
        int parameter = assignment.value().parameter();
        boolean given = parameter == 0 || statement.parameter(parameter).isPresent();
        return said && given
                ? Optional.of(new Made(
                        SettingNames.normal(name),
                        text(assignment.value()),
                        local.get().equals(TRUE)))
                : Optional.empty();
    }

    private <T> T inLocal(Execution<T> execution) throws SQLException {
        LocalTransaction open = router().localTransaction();
        UnprovenOnReplica unproven = new UnprovenOnReplica(sql, statement);
        if (open != null && open.onReplica()) {
            return unproven.in(open, execution);
        }
        return open == null && statement.beginsReadOnlyTransaction(sql)
                ? unproven.first(execution)
                : onPrimary(execution);
    }

    /** Runs on the primary. The connection counts as written, so that later statements find the settings there. */
    private <T> T onPrimary(Execution<T> execution) throws SQLException {
        if (router().jtaTransaction().isEmpty() && router().localTransaction() == null) {
            settings.names()
                    .forEach(name -> connections().set(ConnectionProperty.custom(name), ConnectionProperty.LEFT));
        }
        try {
            return statement.read(sql, router().chooseForSettings(), execution);
        } finally {
            connections().boundPrimary(router().jtaTransaction()).ifPresent(PhysicalConnection::writes);
        }
    }

    private <T> T inJta(List<Made> made, Execution<T> execution) throws SQLException {
        CustomSettings before = router().transactionSettings();
        CustomSettings after = before;
        for (Made each : made) {
            after = after.with(each.name(), each.value());
        }
        boolean local = made.stream().allMatch(Made::local);
        if (!local) {
            // It then runs in a transaction on the replica, whose rollback resets the settings.
            router().keep(after);
        }
        try {
            T answer = statement.read(sql, statement.chooseRead(sql), execution);
            router().keep(after);
            return answer;
        } catch (SQLException | RuntimeException failure) {
            router().keep(before);
            throw failure;
        } finally {
            connections().boundReplica().ifPresent(PhysicalConnection::madeSettings);
        }
    }

    /** Runs outside a transaction, where a setting of the transaction ends with its statement. */
    private <T> T alone(List<Made> made, Execution<T> execution) throws SQLException {
        List<Made> lasting = made.stream().filter(each -> !each.local()).toList();
        ConnectionProperties before = connections().properties();
        lasting.forEach(each -> connections().set(ConnectionProperty.custom(each.name()), ConnectionProperty.LEFT));
        try {
            T answer = statement.read(sql, statement.chooseRead(sql), execution);
            lasting.forEach(each -> connections()
                    .set(ConnectionProperty.custom(each.name()), each.value().orElse(null)));
            return answer;
        } catch (SQLException | RuntimeException failure) {
            connections().reset(before);
            throw failure;
        }
    }
}
