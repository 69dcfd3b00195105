package io.flagstone.server.internal.command;

/** When and how an item is stored. */
enum StoreMode {
    SET,
    ADD,
    REPLACE,
    APPEND,
    PREPEND,
    CAS
}
