package io.flagstone.hibernate.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.hibernate.jcache.Model.Plain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Hibernate asks of a cache that is elsewhere; each of these calls is a round trip. */
class RequestsTest {

    private static final Set<String> CALLS = Set.of("get", "put", "remove", "containsKey", "clear");

    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final App app = new App.Site(Nodes.shared(), UUID.randomUUID().toString())
            .set("hibernate.cache.use_query_cache", "false")
            .openThrough(manager -> Around.caches(manager, this::note));

    private void note(String method) {
        if (CALLS.contains(method)) {
            calls.add(method);
        }
    }

    @BeforeEach
    void prepare() {
        app.run(session -> session.persist(new Plain(1, "one")));
        calls.clear();
    }

    @AfterEach
    void end() {
        app.close();
    }

    @Test
    void whatIsCachedIsFoundByOne() {
        app.text(Plain.class);
        assertThat(calls).containsExactly("get");
    }

    @Test
    void whatIsNotIsLoadedByThree() {
        app.sessions().getCache().evictAllRegions();
        calls.clear();
        app.text(Plain.class);
        assertThat(calls).containsExactly("get", "get", "put");
    }

    @Test
    void whatWasFoundIsUpdatedByFour() {
        app.update(Plain.class, "two");
        assertThat(calls).containsExactly("get", "get", "put", "get", "put");
    }
}
