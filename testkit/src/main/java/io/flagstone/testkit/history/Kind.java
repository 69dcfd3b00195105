package io.flagstone.testkit.history;

/** The operations a history can hold, with what each is answered by. */
public enum Kind {
    /** Reads the value. */
    GET(Answer.VALUE),
    /** Asks whether there is a value. */
    CONTAINS_KEY(Answer.FLAG),
    /** Writes a value. */
    PUT(Answer.NOTHING),
    /** Writes a value if there is none. */
    PUT_IF_ABSENT(Answer.FLAG),
    /** Writes a value if there is one. */
    REPLACE(Answer.FLAG),
    /** Writes a value if the present one is as expected. */
    REPLACE_IF_EQUALS(Answer.FLAG),
    /** Removes the value; true if there was one. */
    REMOVE(Answer.FLAG),
    /** Removes the value if it is as expected. */
    REMOVE_IF_EQUALS(Answer.FLAG),
    /** Writes a value and answers the one before. */
    GET_AND_PUT(Answer.VALUE),
    /** Removes the value and answers it. */
    GET_AND_REMOVE(Answer.VALUE),
    /** Writes a value if there is one, and answers the one before. */
    GET_AND_REPLACE(Answer.VALUE),
    /** An entry processor that sets a value, whatever it saw; answered by what it saw. */
    INVOKE_SET(Answer.VALUE),
    /** An entry processor that adds a number, counting no value as zero; answered by what it saw. */
    INVOKE_ADD(Answer.VALUE),
    /** An entry processor that appends {@code ,text}, or sets {@code text} if it saw none; answered by what it saw. */
    INVOKE_APPEND(Answer.VALUE),
    /** An entry processor that removes the entry; answered by what it saw. */
    INVOKE_REMOVE(Answer.VALUE),
    /** Removes every key of the cache; checked key by key. */
    CLEAR(Answer.NOTHING);

    /** The form of an answer. */
    public enum Answer {
        /** A value, or none. */
        VALUE,
        /** Yes or no. */
        FLAG,
        /** Only that it was done. */
        NOTHING
    }

    private final Answer answer;

    Kind(Answer answer) {
        this.answer = answer;
    }

    /** What an acknowledged operation of this kind is answered by. */
    public Answer answer() {
        return answer;
    }
}
