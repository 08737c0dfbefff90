package io.smartboxes.console.session;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;

/** What all sessions share. */
record SessionParts(
        Provider provider,
        HttpClient http,
        URI api,
        String consoleSecret,
        InstantSource clock,
        ScheduledExecutorService timers) {}
