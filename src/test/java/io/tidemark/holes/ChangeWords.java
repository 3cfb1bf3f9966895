package io.tidemark.holes;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The words for one kind of change in the table.
 *
 * @param example shown where a row has other words
 */
record ChangeWords(String example, Pattern pattern, Function<MatchResult, Change> change) {

    private static final List<ChangeWords> KINDS = List.of(
            kind("does nothing", "does nothing", words -> new ConstantBody(Optional.empty())),
            kind("returns true", "returns (\\S+)", words -> new ConstantBody(Optional.of(Constant.of(words.group(1))))),
            kind("catches nothing", "catches nothing", words -> new NoHandlers()),
            kind(
                    "skips Class.method",
                    "skips (\\S+)",
                    words -> new CallAnswer(Call.of(words.group(1)), Optional.empty())),
            kind(
                    "Class.method answers empty",
                    "(\\S+) answers (\\S+)",
                    words -> new CallAnswer(Call.of(words.group(1)), Optional.of(Constant.of(words.group(2))))),
            kind(
                    "uses other instead of Class.method",
                    "uses (\\S+) instead of (\\S+)",
                    words -> new OtherCall(Call.of(words.group(2)), words.group(1))),
            kind(
                    "says `new text` instead of `text`",
                    "says `([^`]*)` instead of `([^`]+)`",
                    words -> new OtherText(words.group(2), words.group(1))));

    private static ChangeWords kind(String example, String pattern, Function<MatchResult, Change> change) {
        return new ChangeWords(example, Pattern.compile(pattern), change);
    }

    static Change parse(String words) {
        for (ChangeWords kind : KINDS) {
            Matcher found = kind.pattern.matcher(words);
            if (found.matches()) {
                return kind.change.apply(found);
            }
        }
        throw new BadMutation("'" + words + "' is no change; expected one of: "
                + KINDS.stream().map(ChangeWords::example).collect(Collectors.joining("; ")) + ".");
    }
}
