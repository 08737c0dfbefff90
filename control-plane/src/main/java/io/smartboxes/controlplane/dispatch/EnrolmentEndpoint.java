package io.smartboxes.controlplane.dispatch;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.smartboxes.controlplane.worker.Enrolment;
import io.smartboxes.controlplane.worker.EnrolmentResult;
import io.smartboxes.controlplane.worker.EnrolmentResult.Enrolled;
import io.smartboxes.controlplane.worker.EnrolmentResult.Malformed;
import io.smartboxes.controlplane.worker.EnrolmentResult.Refused;
import io.smartboxes.workerlink.EnrolRequest;
import io.smartboxes.workerlink.EnrolResponse;
import io.smartboxes.workerlink.WorkerEnrolmentGrpc.WorkerEnrolmentImplBase;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one call that needs no certificate. */
@Singleton
final class EnrolmentEndpoint extends WorkerEnrolmentImplBase {

    private static final Logger LOG = LoggerFactory.getLogger(EnrolmentEndpoint.class);

    private final Enrolment enrolment;

    EnrolmentEndpoint(Enrolment enrolment) {
        this.enrolment = enrolment;
    }

    @Override
    public void enrol(EnrolRequest request, StreamObserver<EnrolResponse> answer) {
        EnrolmentResult result;
        try {
            result = enrolment.enrol(
                    request.getToken(), request.getCertificateSigningRequest().toByteArray(), request.getName());
        } catch (RuntimeException failure) {
            LOG.warn("an enrolment failed", failure);
            answer.onError(Status.UNAVAILABLE
                    .withDescription("The control plane cannot enrol now; try again")
                    .asRuntimeException());
            return;
        }
        switch (result) {
            case Enrolled enrolled -> {
                answer.onNext(response(enrolled));
                answer.onCompleted();
            }
            case Refused refused ->
                answer.onError(
                        Status.UNAUTHENTICATED.withDescription(refused.reason()).asRuntimeException());
            case Malformed malformed ->
                answer.onError(Status.INVALID_ARGUMENT
                        .withDescription(malformed.reason())
                        .asRuntimeException());
        }
    }

    private static EnrolResponse response(Enrolled enrolled) {
        return EnrolResponse.newBuilder()
                .setWorkerId(enrolled.worker().toString())
                .setCertificate(ByteString.copyFrom(enrolled.certificate()))
                .setAuthority(ByteString.copyFrom(enrolled.authority()))
                .build();
    }
}
