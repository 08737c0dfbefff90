package io.smartboxes.console.client;

import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What came of a call to the API. */
public sealed interface Reply<T> {

    /** It answered. */
    record Ok<T>(T value) implements Reply<T> {}

    /**
     * It will not do that.
     *
     * @param code stable, of the catalogue of problems
     * @param title one sentence, the same for every refusal of its kind
     * @param detail what was wrong and what to do about it
     * @param requestId by which support finds it
     */
    record Refused<T>(
            int status,
            String code,
            String title,
            String detail,
            @Nullable String requestId) implements Reply<T> {

        public boolean isForbidden() {
            return status == 403;
        }

        public boolean isMissing() {
            return status == 404;
        }
    }

    /**
     * This sign-in is over; nothing will answer until the person signs in again.
     *
     * @param code session_ended if somebody ended it, else its token has run out
     */
    record SessionOver<T>(String code, String detail) implements Reply<T> {}

    /** It cannot be reached, or is not well; the same call may succeed in a moment. */
    record Unavailable<T>(String detail, @Nullable String requestId) implements Reply<T> {}

    /** The same outcome, with another value if it is one. */
    default <U> Reply<U> map(Function<? super T, ? extends U> change) {
        return switch (this) {
            case Ok<T>(var value) -> new Ok<>(change.apply(value));
            case Refused<T>(var status, var code, var title, var detail, var id) ->
                new Refused<>(status, code, title, detail, id);
            case SessionOver<T>(var code, var detail) -> new SessionOver<>(code, detail);
            case Unavailable<T>(var detail, var id) -> new Unavailable<>(detail, id);
        };
    }

    /** Does something with the answer, if it is one. */
    default void ifOk(Consumer<? super T> use) {
        if (this instanceof Ok<T>(var value)) {
            use.accept(value);
        }
    }

    /** One sentence for people, if it is not an answer. */
    default @Nullable String complaint() {
        return switch (this) {
            case Ok<T> ok -> null;
            case Refused<T> refused -> refused.detail().isBlank() ? refused.title() : refused.detail();
            case SessionOver<T> over -> over.detail();
            case Unavailable<T> unavailable -> unavailable.detail();
        };
    }
}
