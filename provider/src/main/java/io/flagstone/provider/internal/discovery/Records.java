package io.flagstone.provider.internal.discovery;

import java.io.IOException;
import java.util.List;

/** Where records of the domain name system come from. */
interface Records {

    /**
     * The data of all records of this type, as text; none when there are none.
     *
     * @param type {@code A}, {@code AAAA} or {@code SRV}
     * @throws IOException when no server answers, or with an error; a name that does not exist is one
     */
    List<String> of(String name, String type) throws IOException;
}
