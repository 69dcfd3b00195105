package io.flagstone.provider.internal.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.discovery.NodeListing;
import io.flagstone.provider.failure.ConfigurationProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Names are resolved anew with every poll, and what is no whole list is never told as one. */
class DnsSourcesTest {

    private final Map<String, List<String>> zone = new HashMap<>();
    private final Heard heard = new Heard();

    private List<String> records(String name, String type) throws IOException {
        List<String> records = zone.get(type + " " + name);
        if (records == null) {
            throw new IOException("no answer for " + name);
        }
        return records;
    }

    private void watchSrv() {
        new SrvSource(this::records).watch("_memcached._tcp.cache", heard, heard);
    }

    private void srv(String... records) {
        zone.put("SRV _memcached._tcp.cache", List.of(records));
    }

    @Test
    void theTargetsOfServiceRecordsAreNodesUnderTheirOwnNames() {
        srv("0 50 11211 mc-1.mc.svc.", "0 50 11211 mc-0.mc.svc.", "10 50 11211 spare.");
        watchSrv();
        assertThat(heard.lists)
                .containsExactly(NodeListing.of(
                        List.of(NodeAddress.of("mc-1.mc.svc", 11211), NodeAddress.of("mc-0.mc.svc", 11211))));
    }

    @Test
    void weightsOfServiceRecordsCountWhereTheyDiffer() {
        srv("0 3 1 a.", "0 0 1 b.");
        watchSrv();
        assertThat(heard.lists.get(0).nodes()).extracting(NodeAddress::weight).containsExactly(3.0, 1.0);
    }

    @Test
    void allAddressesOfAHostAreNodes() {
        zone.put("A cache", List.of("10.0.0.1", "10.0.0.2"));
        zone.put("AAAA cache", List.of("fd00:0:0:0:0:0:0:1"));
        new DnsSource(this::records).watch("cache:4000", heard, heard);
        assertThat(heard.lists.get(0)).hasToString("10.0.0.1:4000, 10.0.0.2:4000, [fd00:0:0:0:0:0:0:1]:4000");
    }

    @Test
    void whatIsNoListIsToldAndTheNextAnswerCounts() {
        watchSrv();
        assertThat(heard.problem()).contains("srv:_memcached._tcp.cache cannot be read", "no answer");
        srv();
        heard.timePasses();
        assertThat(heard.problem()).contains("empty list");
        srv("0 0 99999 a.");
        heard.timePasses();
        assertThat(heard.problem()).contains("99999");
        srv("nonsense");
        heard.timePasses();
        assertThat(heard.problem()).contains("is no SRV record");
        assertThat(heard.lists).isEmpty();
        srv("0 0 1 a.");
        heard.timePasses();
        assertThat(heard.lists).hasSize(1);
    }

    @Test
    void aLocationThatCanBeNoneIsAnError() {
        assertThatThrownBy(() -> new SrvSource(this::records).reader("cache:11211", heard))
                .isInstanceOf(ConfigurationProblem.class)
                .hasMessageContaining("_memcached._tcp");
        assertThatThrownBy(() -> new DnsSource(this::records).reader("a=cache:11211", heard))
                .isInstanceOf(ConfigurationProblem.class)
                .hasMessageContaining("host:port");
    }

    @Test
    void aThousandAnswersThatFlapShrinkAndComeInAnyOrderNeverMakeAListThatNobodyGave() {
        Random random = new Random(7);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add("0 5 11211 mc-" + i + ".");
        }
        srv(all.toArray(String[]::new));
        watchSrv();
        Set<Set<String>> given = new HashSet<>();
        given.add(NodeListing.identities(heard.lists.get(0).nodes()));
        for (int i = 0; i < 1000; i++) {
            Collections.shuffle(all, random);
            List<String> some = all.subList(0, random.nextInt(all.size() + 1));
            srv(some.toArray(String[]::new));
            Set<String> names = new HashSet<>();
            some.forEach(record -> names.add(record.substring(10, record.length() - 1) + ":11211"));
            given.add(names);
            heard.timePasses();
        }
        assertThat(heard.lists).allSatisfy(list -> assertThat(given).contains(NodeListing.identities(list.nodes())));
        assertThat(heard.lists.size() + heard.problems.size()).isEqualTo(1001);
        assertThat(heard.problems).isNotEmpty().allMatch(problem -> problem.contains("empty list"));
    }
}
