package io.smartboxes.controlplane.platform.time;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.InstantSource;

/** Hands out the wall clock, so that tests may hand out another. Durations are measured with System.nanoTime. */
@Factory
final class Clocks {

    /** Before the framework's own. */
    @Primary
    @Singleton
    InstantSource wallClock() {
        return Clock.systemUTC();
    }
}
