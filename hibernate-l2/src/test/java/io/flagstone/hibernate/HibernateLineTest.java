package io.flagstone.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import org.hibernate.Version;
import org.junit.jupiter.api.Test;

class HibernateLineTest {

    @Test
    void theTestsRunOnTheLineThatTheBuildSays() {
        String line = System.getProperty("test.hibernate", "6");
        assertThat(Version.getVersionString()).startsWith(line + ".");
    }
}
