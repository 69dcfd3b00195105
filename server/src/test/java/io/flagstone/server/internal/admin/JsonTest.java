package io.flagstone.server.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void whateverATextHoldsItStaysAText() {
        Json json = new Json().open('{').put("a\"b", "</script>\\\n\u2028é\0");
        assertThat(json.close('}').toString())
                .isEqualTo("{\"a\\u0022b\":\"\\u003c/script\\u003e\\u005c\\u000a\\u2028\\u00e9\\u0000\"}");
    }

    @Test
    void listsAndObjectsAreSeparatedWhereTheyMust() {
        Json json = new Json().open('{').put("one", 1).name("list").open('[');
        json.value(1.5).value(Double.NaN).open('{').close('}').open('[').close(']');
        json.close(']').put("yes", true).put("big", 1e300);
        assertThat(json.close('}').toString())
                .startsWith("{\"one\":1,\"list\":[1.5000,null,{},[]],\"yes\":true,\"big\":1")
                .endsWith("}");
    }
}
