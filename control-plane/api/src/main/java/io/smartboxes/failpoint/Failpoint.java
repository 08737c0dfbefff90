package io.smartboxes.failpoint;

/** One step. Each part lists its steps in an enum, so that a test can enumerate them all. */
public interface Failpoint {

    /** Stable and unique over all parts, fit for a file name: {@code dispatch.lease.before-commit}. */
    String id();
}
