package io.smartboxes.api.v1;

/**
 * A refusal in RFC 9457's form ({@code application/problem+json}).
 *
 * @param type the kind of refusal, stable, relative to the API's address
 * @param title one sentence, the same for every refusal of this kind
 * @param detail what was wrong with this request and what to do about it
 * @param instance the request's id, as in the header X-Request-Id
 */
public record Problem(String type, String title, int status, String detail, String instance) {}
