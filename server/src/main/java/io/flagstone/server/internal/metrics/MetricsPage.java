package io.flagstone.server.internal.metrics;

import io.flagstone.server.internal.report.NodeFacts;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The answer to Prometheus. Its library is loaded when somebody asks, and not before. */
public final class MetricsPage {
    /** The type of the answer. */
    public static final String TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private MetricsPage() {}

    /** All metrics as of now, in Prometheus' text format. Labels hold neither keys nor values of items. */
    public static byte[] of(NodeFacts facts) {
        Families families = new Families();
        ExporterMetrics.add(families, facts);
        OwnMetrics.add(families, facts);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(out, families.snapshots());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
