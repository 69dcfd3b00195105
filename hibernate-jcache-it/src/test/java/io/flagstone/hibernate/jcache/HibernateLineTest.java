package io.flagstone.hibernate.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import org.hibernate.Version;
import org.junit.jupiter.api.Test;

class HibernateLineTest {

    @Test
    void theTestsRunOnTheReleaseThatTheBuildSays() {
        assertThat(Version.getVersionString()).isEqualTo(System.getProperty("test.hibernate"));
    }
}
