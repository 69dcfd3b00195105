package io.flagstone.testkit.nodelist;

import java.util.List;

/** The first node of a list alone decides which list is next. */
final class OneAnchor extends Protocol {

    @Override
    List<String> electors(Client client, View view) {
        return super.electors(client, view).stream().limit(1).toList();
    }
}
