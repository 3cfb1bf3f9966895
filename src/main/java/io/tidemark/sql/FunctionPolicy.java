package io.tidemark.sql;

import io.tidemark.sql.ExtensionFunctions.Judgement;
import java.util.Optional;
import java.util.Set;

/**
 * Decides by the catalogue's description whether a function is harmless. The first matching rule applies:
 *
 * <ol>
 *   <li>A built-in function that a standby silently runs wrongly is harmful.
 *   <li>A function in the setting for unsafe functions is harmful; one in the setting for safe functions is harmless.
 *   <li>An extension's function is evaluated by its entry in {@link ExtensionFunctions}.
 *   <li>A function with a harmful name in its body, or that returns a cursor, is harmful, unless its extension was
 *       evaluated.
 *   <li>A built-in function that depends on a session or a server, or runs SQL from a text argument, is harmful. A few
 *       volatile built-in functions are harmless.
 *   <li>Any other function is harmless unless it is volatile.
 * </ol>
 *
 * @param safe by setting
 * @param unsafe by setting
 */
public record FunctionPolicy(FunctionNames safe, FunctionNames unsafe) {

    /** The policy without settings. */
    public static final FunctionPolicy PLAIN = new FunctionPolicy(FunctionNames.NONE, FunctionNames.NONE);

    private static final Set<String> SILENTLY_WRONG = WordList.of(
            """
            currval lastval nextval setval set_config setseed
            pg_advisory_lock pg_advisory_lock_shared pg_advisory_unlock pg_advisory_unlock_all pg_advisory_unlock_shared
            pg_advisory_xact_lock pg_advisory_xact_lock_shared pg_try_advisory_lock pg_try_advisory_lock_shared
            pg_try_advisory_xact_lock pg_try_advisory_xact_lock_shared
            pg_export_snapshot pg_sequence_last_value pg_get_sequence_data
            """);

    private static final Set<String> HARMLESS_ALTHOUGH_VOLATILE = WordList.of(
            """
            array_sample array_shuffle bernoulli clock_timestamp gen_random_uuid lo_get pg_partition_ancestors
            pg_partition_tree random random_normal system timeofday uuidv4
            uuidv7
            """);

    /** These are not declared volatile. */
    private static final Set<String> OF_A_SESSION_OR_SERVER = WordList.of(
            """
            age mxid_age current_setting inet_client_addr inet_client_port inet_server_addr inet_server_port txid_current
            txid_current_if_assigned txid_current_snapshot version
            database_to_xml database_to_xml_and_xmlschema database_to_xmlschema schema_to_xml schema_to_xml_and_xmlschema
            schema_to_xmlschema table_to_xml table_to_xml_and_xmlschema table_to_xmlschema
            """);

    private static final Set<String> OF_SETTINGS = Set.of(SettingNames.CURRENT_SETTING, SetConfigCalls.NAME);

    /** The schema of built-in functions. */
    static final String SYSTEM = "pg_catalog";

    private static final String STANDARD = "information_schema";

    /**
     * Whether a call may read the clock. For a built-in function its name decides, for an extension's function its
     * entry, and for any other function its declaration: all may, except IMMUTABLE ones.
     */
    static boolean mayAskForTime(Catalogue.Function function) {
        Optional<Judgement> judged = ExtensionFunctions.judgement(function);
        if (judged.isPresent()) {
            return judged.get() != Judgement.HARMLESS;
        }
        return switch (function.schema()) {
            case SYSTEM -> ClockWords.isFunction(function.name());
            case STANDARD -> false;
            default -> function.volatility() != Catalogue.Volatility.IMMUTABLE;
        };
    }

    /**
     * Whether a call of the built-in function of this name has another effect on a standby, or depends on the session
     * or the server. Excludes {@code age}, of which only one overload does.
     */
    static boolean isSilentlyWrong(String name) {
        return SILENTLY_WRONG.contains(name) || (OF_A_SESSION_OR_SERVER.contains(name) && !name.equals("age"));
    }

    /** Whether the function is a built-in one. */
    static boolean isOfSystem(Catalogue.Function function) {
        return function.schema().equals(SYSTEM) || function.schema().equals(STANDARD);
    }

    /** Whether the built-in function of this name reads or sets a setting of the session. */
    static boolean isOfSettings(String name) {
        return OF_SETTINGS.contains(name);
    }

    /** Whether the function is harmless in a text with known values for the custom settings that it reads or sets. */
    boolean isHarmlessKnowingSettings(Catalogue.Function function) {
        boolean settings = function.schema().equals(SYSTEM) && isOfSettings(function.name());
        return settings ? !unsafe.contain(SYSTEM, function.name()) : isHarmless(function.withoutSettings());
    }

    boolean isHarmless(Catalogue.Function function) {
        String schema = function.schema();
        String name = function.name();
        if ((schema.equals(SYSTEM) && SILENTLY_WRONG.contains(name)) || unsafe.contain(schema, name)) {
            return false;
        }
        if (safe.contain(schema, name)) {
            return true;
        }
        Optional<Judgement> judged = ExtensionFunctions.judgement(function);
        if (judged.isPresent()) {
            return judged.get().isHarmless();
        }
        if (!function.hidden().isEmpty() && !ExtensionFunctions.judged(function.extension())) {
            return false;
        }
        if (!schema.equals(SYSTEM)) {
            return !function.isVolatile();
        }
        return function.isVolatile()
                ? HARMLESS_ALTHOUGH_VOLATILE.contains(name)
                : SystemNames.permit(name) && !OF_A_SESSION_OR_SERVER.contains(name);
    }
}
