package io.flagstone.bench.hibernate.log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that is known of a run. */
public final class History {

    private final List<Read> reads = new ArrayList<>();
    private final List<Write> writes = new ArrayList<>();
    private final List<Done> operations = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();
    private final List<Probe> probes = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private final Map<String, Long> truth = new LinkedHashMap<>();

    public List<Read> reads() {
        return reads;
    }

    public List<Write> writes() {
        return writes;
    }

    public List<Done> operations() {
        return operations;
    }

    public List<Sample> samples() {
        return samples;
    }

    public List<Probe> probes() {
        return probes;
    }

    public List<Fault> faults() {
        return faults;
    }

    /** What the database holds at the end, by key, as a read would have given it. */
    public Map<String, Long> truth() {
        return truth;
    }
}
