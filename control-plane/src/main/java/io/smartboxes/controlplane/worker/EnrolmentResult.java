package io.smartboxes.controlplane.worker;

import io.smartboxes.id.WorkerId;

/** What came of an enrolment. */
public sealed interface EnrolmentResult {

    /** The worker's identity; certificates in DER. */
    record Enrolled(WorkerId worker, byte[] certificate, byte[] authority) implements EnrolmentResult {}

    /** The token does not entitle; the reason is for the worker's operator and tells nothing to a guesser. */
    record Refused(String reason) implements EnrolmentResult {}

    /** The request makes no sense, whatever the token. */
    record Malformed(String reason) implements EnrolmentResult {}
}
