package io.flagstone.testkit.nodelist;

/** A proposal is written over what is there when it is written. */
final class TokensOfTheMoment extends Protocol {

    @Override
    Seen over(Link link, Seen seen) {
        return new Seen(link.document(), link.token(), seen.wire());
    }
}
