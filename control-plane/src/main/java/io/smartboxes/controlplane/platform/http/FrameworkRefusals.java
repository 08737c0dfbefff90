package io.smartboxes.controlplane.platform.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.smartboxes.problem.ProblemType;
import jakarta.inject.Singleton;
import java.util.stream.Collectors;

/** Spells what the framework refuses by itself (unknown paths, methods, media types, sizes) like everything else. */
@Singleton
final class FrameworkRefusals implements ErrorResponseProcessor<Object> {

    private final Refusals refusals;

    FrameworkRefusals(Refusals refusals) {
        this.refusals = refusals;
    }

    @Override
    @SuppressWarnings("unchecked")
    public MutableHttpResponse<Object> processResponse(ErrorContext errors, MutableHttpResponse<?> base) {
        var request = errors.getRequest();
        var type = typeOf(base.code());
        var answer = refusals.answer(request, type, detail(type, errors));
        base.getHeaders().findFirst(HttpHeaders.ALLOW).ifPresent(allowed -> answer.header(HttpHeaders.ALLOW, allowed));
        return (MutableHttpResponse<Object>) answer;
    }

    private static ProblemType typeOf(int status) {
        return switch (status) {
            case 401, 403 -> ProblemType.UNAUTHENTICATED;
            case 404 -> ProblemType.NOT_FOUND;
            case 405 -> ProblemType.METHOD_NOT_ALLOWED;
            case 406 -> ProblemType.NOT_ACCEPTABLE;
            case 408 -> ProblemType.REQUEST_TIMEOUT;
            case 413 -> ProblemType.BODY_TOO_LARGE;
            case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
            case 431 -> ProblemType.HEADERS_TOO_LARGE;
            case 503 -> ProblemType.SERVICE_UNAVAILABLE;
            default -> status >= 500 ? ProblemType.INTERNAL_SERVER_ERROR : ProblemType.INVALID_REQUEST;
        };
    }

    private static String detail(ProblemType type, ErrorContext errors) {
        HttpRequest<?> request = errors.getRequest();
        return switch (type) {
            case NOT_FOUND ->
                "There is nothing at " + LogText.safe(request.getPath())
                        + ". The API's paths are listed in its OpenAPI document.";
            case METHOD_NOT_ALLOWED ->
                request.getMethodName() + " is not possible at " + LogText.safe(request.getPath()) + ".";
            case UNSUPPORTED_MEDIA_TYPE -> "Send the body as Content-Type: application/json.";
            case NOT_ACCEPTABLE -> "Answers are application/json: accept that, or */*.";
            // The server does not say which of the three it was.
            case BODY_TOO_LARGE ->
                "The body may have 1 MiB at most, the address 4 KiB, and all headers together 8 KiB.";
            case INTERNAL_SERVER_ERROR -> "Something went wrong here. The request id helps to find out what.";
            default -> type.title() + said(errors);
        };
    }

    /** Of a body that is not JSON, what its parser said. */
    private static String said(ErrorContext errors) {
        return errors.getErrors().stream()
                .map(Error::getMessage)
                .map(JsonFault::describe)
                .collect(Collectors.joining("; ", ": ", "."));
    }
}
