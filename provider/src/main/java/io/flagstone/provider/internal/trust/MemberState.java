package io.flagstone.provider.internal.trust;

/**
 * How far a node is trusted.
 *
 * <pre>
 *   RETURNING ──repaired──► UP ──calls time out──► SUSPECT ──heard, repaired──► UP
 *     │    ▲                │                         │
 *     │    └──── broke ─────┘                         │ broke, or silent for too long
 *     └─ unreachable, or repair failed ──► DOWN ◄─────┘
 *                                           └── repaired ──► UP
 * </pre>
 *
 * Repair means: connect if need be, prove that the node answers, pay the debts. What becomes owed while they are paid is
 * paid in RETURNING, where calls wait and leave no further debts.
 */
public enum MemberState {
    /** The first attempt to come (back) up is under way, or the last step of it; calls wait for it. */
    RETURNING,
    /** Connected and without debts. */
    UP,
    /** Connected, but calls have timed out; new ones fail at once, late replies are waited for. */
    SUSPECT,
    /** Not connected, or not yet repaired; calls fail at once. */
    DOWN,
    /** The cluster has been closed. */
    CLOSED
}
