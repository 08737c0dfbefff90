package io.smartboxes.agent.journal;

import io.smartboxes.agent.runtime.RuntimeId;
import io.smartboxes.agent.runtime.TemplateBuild;

/** A booted box that belongs to nobody yet. */
public record WarmLine(RuntimeId runtimeId, TemplateBuild template, String boot) {}
