package io.flagstone.hibernate;

import jakarta.persistence.Basic;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.util.function.BiFunction;
import org.hibernate.Hibernate;
import org.hibernate.Session;
import org.hibernate.annotations.LazyGroup;
import org.jspecify.annotations.NullUnmarked;

/** Entities with attributes that are loaded when they are asked for, once Hibernate has enhanced the classes. */
@NullUnmarked
final class Lazies {

    private Lazies() {}

    /** What both have. */
    interface Text {

        String title();

        void title(String next);

        String story();

        void story(String next);

        String cover();
    }

    @Entity(name = "Book")
    @Cacheable
    static class Book implements Text {

        @Id
        private long id;

        private String title = "title";

        @Basic(fetch = FetchType.LAZY)
        @LazyGroup("story")
        private String story = "story";

        @Basic(fetch = FetchType.LAZY)
        @LazyGroup("cover")
        private byte[] cover = {1, 2, 3};

        @Override
        public String title() {
            return title;
        }

        @Override
        public void title(String next) {
            title = next;
        }

        @Override
        public String story() {
            return story;
        }

        @Override
        public void story(String next) {
            story = next;
        }

        @Override
        public String cover() {
            return cover.length + " bytes";
        }
    }

    @Entity(name = "Edition")
    @Cacheable
    static class Edition implements Text {

        @Id
        private long id;

        @Version
        private int version;

        private String title = "title";

        @Basic(fetch = FetchType.LAZY)
        @LazyGroup("story")
        private String story = "story";

        @Basic(fetch = FetchType.LAZY)
        @LazyGroup("cover")
        private byte[] cover = {1, 2, 3};

        @Override
        public String title() {
            return title;
        }

        @Override
        public void title(String next) {
            title = next;
        }

        @Override
        public String story() {
            return story;
        }

        @Override
        public void story(String next) {
            story = next;
        }

        @Override
        public String cover() {
            return cover.length + " bytes";
        }
    }

    /** What the application does: the name of an entity, a blank, and what to do with it. */
    public static final class Deeds implements BiFunction<Session, String, String> {

        public Deeds() {}

        @Override
        public String apply(Session session, String deed) {
            String[] words = deed.split(" ", 3);
            if (words[1].equals("make")) {
                session.persist(words[0].equals("Book") ? new Book() : new Edition());
                return "";
            }
            Text text = words[0].equals("Book") ? session.find(Book.class, 0L) : session.find(Edition.class, 0L);
            return switch (words[1]) {
                case "retitle" -> {
                    text.title(words[2]);
                    yield "";
                }
                case "rewrite" -> {
                    text.story(words[2]);
                    yield "";
                }
                case "story" -> text.story();
                case "cover" -> text.cover();
                case "loaded" ->
                    Hibernate.isPropertyInitialized(text, "story") + " "
                            + Hibernate.isPropertyInitialized(text, "cover");
                default -> text.title();
            };
        }
    }
}
