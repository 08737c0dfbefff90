package io.smartboxes.controlplane.access;

import io.smartboxes.id.SessionId;
import io.smartboxes.id.UserId;

/** A person who signed in, whatever tenant they ask about. */
public record SignedIn(UserId user, SessionId session) {}
