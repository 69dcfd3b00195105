package io.flagstone.provider.internal.cluster;

import io.flagstone.provider.internal.observe.Observers;
import io.flagstone.provider.internal.trust.Identities;
import io.flagstone.provider.internal.trust.SelfDoubt;

/** What all nodes of a client have in common when it comes to trusting them, and those who watch. */
record Trust(Identities identities, SelfDoubt doubt, Observers observers) {}
