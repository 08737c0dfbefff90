package io.smartboxes.controlplane.billing;

/** The provider did not take a line; the message says why, for whoever runs the installation. */
public final class BillingRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    public BillingRefusedException(String message) {
        super(message);
    }

    public BillingRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
