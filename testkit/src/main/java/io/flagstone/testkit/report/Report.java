package io.flagstone.testkit.report;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * One report file as Surefire and Failsafe write them.
 *
 * @param suite the name of the suite
 * @param tally its tests
 */
record Report(String suite, Tally tally) {
    private static final Set<String> FAILURES = Set.of("failure", "error");
    private static final XMLInputFactory XML = safeFactory();

    /** Reads a report. One that cannot be read, for instance since its JVM died, counts as a failure. */
    static Report read(Path file) {
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file))) {
            return parse(XML.createXMLStreamReader(stream));
        } catch (IOException | XMLStreamException e) {
            return new Report("", Tally.failed(file.getFileName() + " cannot be read: " + e.getMessage()));
        }
    }

    private static Report parse(XMLStreamReader xml) throws XMLStreamException {
        String suite = "";
        Tally tally = Tally.NONE;
        while (xml.hasNext()) {
            if (xml.next() != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            if (xml.getLocalName().equals("testsuite")) {
                suite = attribute(xml, "name");
            } else if (xml.getLocalName().equals("testcase")) {
                tally = tally.plus(testCase(xml));
            }
        }
        return new Report(suite, tally);
    }

    private static Tally testCase(XMLStreamReader xml) throws XMLStreamException {
        String name = attribute(xml, "classname") + "." + attribute(xml, "name");
        Tally outcome = new Tally(1, List.of(), List.of());
        for (int depth = 1; depth > 0; ) {
            int event = xml.next();
            if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            } else if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
                if (FAILURES.contains(xml.getLocalName())) {
                    outcome = Tally.failed(name + ": " + attribute(xml, "message"));
                } else if (xml.getLocalName().equals("skipped") && outcome.failed() == 0) {
                    outcome = Tally.skipped(name + ": " + attribute(xml, "message"));
                }
            }
        }
        return outcome;
    }

    private static String attribute(XMLStreamReader xml, String name) {
        String value = xml.getAttributeValue(null, name);
        return value == null ? "" : value;
    }

    private static XMLInputFactory safeFactory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }
}
