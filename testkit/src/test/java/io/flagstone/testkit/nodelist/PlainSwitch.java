package io.flagstone.testkit.nodelist;

/** Every client uses the list that its source gives, at once. */
class PlainSwitch extends Protocol {

    @Override
    boolean hasDocuments() {
        return false;
    }

    @Override
    String owner(Client client, int slot) {
        return new View(1, 1, client.listed()).owner(slot);
    }

    @Override
    Route route(Link link, int slot) {
        return new Route(link, 0, 0);
    }
}
