package io.flagstone.provider.internal.trust;

import io.flagstone.provider.internal.observe.Observers;

/** What all nodes of a client have in common when it comes to trusting them, and those who watch. */
public record Trust(Identities identities, SelfDoubt doubt, Observers observers) {}
