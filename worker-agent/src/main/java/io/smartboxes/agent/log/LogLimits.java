package io.smartboxes.agent.log;

import java.time.Duration;

/**
 * What logs may take.
 *
 * @param kept how long a log is kept after its sandbox's end
 * @param sandboxBytes of one sandbox's log; its older half goes when this is reached
 * @param totalBytes of all logs of the worker; 0: no logs are kept
 * @param logs how many sandboxes' logs
 * @param diskFreeBytes what logs leave free of the disk, whatever else is allowed
 */
public record LogLimits(Duration kept, long sandboxBytes, long totalBytes, int logs, long diskFreeBytes) {

    boolean isOff() {
        return totalBytes == 0;
    }
}
