package io.tidemark.audit;

import java.math.BigDecimal;
import java.sql.Types;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Converts the driver's text of a value into one that is the same whether the driver received text or binary. */
interface ValueText {

    /** Leaves the text unchanged. */
    ValueText PLAIN = text -> text;

    /** A number within a point or a box. */
    Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?(e[+-]?\\d+)?", Pattern.CASE_INSENSITIVE);

    /** A time of day with the offset of its zone, which PostgreSQL writes as short as possible. */
    DateTimeFormatter ZONED = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .appendOffset("+HH:mm:ss", "Z")
            .toFormatter(Locale.ROOT);

    String of(String text);

    /** Returns the form of values of a type of {@link Types}. */
    static ValueText ofType(int type) {
        return switch (type) {
            // PostgreSQL writes t and f, and Java true and false.
            case Types.BIT, Types.BOOLEAN -> text -> text.equals("true") ? "t" : text.equals("false") ? "f" : text;
            // Both write a text that is read as the same number, but not always the same text.
            case Types.REAL -> number(text -> Float.toString(Float.parseFloat(text)));
            case Types.FLOAT, Types.DOUBLE -> number(text -> Double.toString(Double.parseDouble(text)));
            case Types.NUMERIC, Types.DECIMAL -> number(text -> new BigDecimal(text).toPlainString());
            case Types.TIME, Types.TIME_WITH_TIMEZONE -> ValueText::inUtc;
            case Types.OTHER -> ValueText::withPlainNumbers;
            default -> PLAIN;
        };
    }

    /** A text that Java does not read as a number, such as an amount of money, is left unchanged. */
    private static ValueText number(ValueText form) {
        return text -> {
            try {
                return form.of(text);
            } catch (NumberFormatException other) {
                return text;
            }
        };
    }

    /** The driver converts the binary form of a zoned time to the zone of the session. */
    private static String inUtc(String text) {
        try {
            return OffsetTime.parse(text, ZONED)
                    .withOffsetSameInstant(ZoneOffset.UTC)
                    .toString();
        } catch (DateTimeParseException withoutZone) {
            return text;
        }
    }

    private static String withPlainNumbers(String text) {
        ValueText number = ofType(Types.DOUBLE);
        return text.startsWith("(") ? NUMBER.matcher(text).replaceAll(found -> number.of(found.group())) : text;
    }
}
