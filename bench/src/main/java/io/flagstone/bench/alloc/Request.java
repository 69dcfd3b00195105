package io.flagstone.bench.alloc;

import java.nio.charset.StandardCharsets;

/** The requests whose allocation is measured, and the whole reply each must get. */
enum Request {
    /** Classic {@code get} of a key that is there. */
    GET_HIT,
    /** Classic {@code get} of a key that is not. */
    GET_MISS,
    /** Classic {@code set} over a value of the same class. */
    SET,
    /** Meta {@code mg} with value and opaque. */
    MG_HIT,
    /** Meta {@code mg} of a key that is not there. */
    MG_MISS,
    /** Meta {@code ms} over a value of the same class. */
    MS;

    /** What is sent for this key. */
    byte[] request(int key, String value) {
        return bytes(
                switch (this) {
                    case GET_HIT -> "get key-" + key + "\r\n";
                    case GET_MISS -> "get none-" + key + "\r\n";
                    case SET -> "set key-" + key + " 0 0 " + value.length() + "\r\n" + value + "\r\n";
                    case MG_HIT -> "mg key-" + key + " v O" + key + "\r\n";
                    case MG_MISS -> "mg none-" + key + " v\r\n";
                    case MS -> "ms key-" + key + " " + value.length() + " O" + key + "\r\n" + value + "\r\n";
                });
    }

    /** What must come back. */
    byte[] reply(int key, String value) {
        return bytes(
                switch (this) {
                    case GET_HIT -> "VALUE key-" + key + " 0 " + value.length() + "\r\n" + value + "\r\nEND\r\n";
                    case GET_MISS -> "END\r\n";
                    case SET -> "STORED\r\n";
                    case MG_HIT -> "VA " + value.length() + " O" + key + "\r\n" + value + "\r\n";
                    case MG_MISS -> "EN\r\n";
                    case MS -> "HD O" + key + "\r\n";
                });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
