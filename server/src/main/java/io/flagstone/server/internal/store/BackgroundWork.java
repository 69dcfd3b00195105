package io.flagstone.server.internal.store;

import io.flagstone.server.internal.upkeep.Crawler;
import io.flagstone.server.internal.upkeep.Juggler;
import io.flagstone.server.internal.upkeep.PageMover;
import io.flagstone.server.internal.upkeep.Rescue;

/** The parts of the engine that work in the background, for those who report on them. */
record BackgroundWork(Rescue rescue, PageMover mover, Crawler crawler, Juggler juggler) {}
