package io.flagstone.testkit.nodelist;

import java.util.List;

/** More than half of the nodes of a list decide which is next. */
final class MostElectors extends Protocol {

    @Override
    List<String> electors(Client client, View view) {
        return super.electors(client, view).stream()
                .limit(view.nodes().size() / 2 + 1)
                .toList();
    }
}
