package io.smartboxes.controlplane.platform.http;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.core.convert.exceptions.ConversionErrorException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ConversionErrorHandler;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.http.server.exceptions.UnsatisfiedRouteHandler;
import io.micronaut.web.router.exceptions.UnsatisfiedBodyRouteException;
import io.micronaut.web.router.exceptions.UnsatisfiedRouteException;
import io.smartboxes.problem.ProblemType;
import jakarta.inject.Singleton;

/** Says in the caller's words what is wrong with a body or parameter that could not even be read. */
final class BodyRefusals {

    private BodyRefusals() {}

    /** A parameter or body that is there and cannot be read. */
    @Singleton
    @Replaces(ConversionErrorHandler.class)
    static final class Unreadable implements ExceptionHandler<ConversionErrorException, HttpResponse<?>> {

        private final Refusals refusals;

        Unreadable(Refusals refusals) {
            this.refusals = refusals;
        }

        @Override
        public HttpResponse<?> handle(HttpRequest request, ConversionErrorException failure) {
            boolean body =
                    failure.getArgument().getAnnotationMetadata().hasAnnotation("io.micronaut.http.annotation.Body");
            String detail = body
                    ? "The body is not the JSON that is expected here: " + JsonFault.describe(failure)
                    : "The parameter '" + failure.getArgument().getName() + "' cannot be read: it must be "
                            + words(failure.getArgument().getType()) + ".";
            return refusals.answer(request, ProblemType.INVALID_REQUEST, detail);
        }

        private static String words(Class<?> type) {
            if (type == Integer.class || type == int.class || type == Long.class || type == long.class) {
                return "a whole number, and not a huge one";
            }
            return type == Boolean.class || type == boolean.class ? "true or false" : "a " + type.getSimpleName();
        }
    }

    /** A parameter or body that is missing. */
    @Singleton
    @Replaces(UnsatisfiedRouteHandler.class)
    static final class Missing implements ExceptionHandler<UnsatisfiedRouteException, HttpResponse<?>> {

        private final Refusals refusals;

        Missing(Refusals refusals) {
            this.refusals = refusals;
        }

        @Override
        public HttpResponse<?> handle(HttpRequest request, UnsatisfiedRouteException failure) {
            String detail = failure instanceof UnsatisfiedBodyRouteException
                    ? "The request needs a JSON object as its body."
                    : "The parameter '" + failure.getArgument().getName() + "' is missing.";
            return refusals.answer(request, ProblemType.INVALID_REQUEST, detail);
        }
    }
}
