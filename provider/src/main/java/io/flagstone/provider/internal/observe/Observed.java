package io.flagstone.provider.internal.observe;

/** What can be listened to: a cache manager, which {@code unwrap} turns into this. */
public interface Observed {

    /** Those who listen. */
    Observers observers();

    /** What keeps applications apart that share nodes; may be empty. */
    String namespace();

    /** What it is told from other managers by, for people. */
    String title();
}
