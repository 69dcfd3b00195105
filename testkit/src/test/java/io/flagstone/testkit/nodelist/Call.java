package io.flagstone.testkit.nodelist;

import io.flagstone.testkit.history.Event;

/** What an application has asked for, and has not been answered yet. */
interface Call {

    void start();

    /** The client has ended: nobody will ever know. */
    Event abandoned();
}
