package io.flagstone.bench.memory;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One connection in the classic protocol. Requests are put one after the other, sent together, and their replies read in
 * their order.
 */
final class Client implements AutoCloseable {
    private static final int BUFFER = 256 * 1024;
    private static final byte[] BLANK = new byte[64 * 1024];

    private final SocketChannel channel;
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER);
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER).limit(0);
    private final byte[] line = new byte[2048];
    private int lineLength;

    Client(InetSocketAddress address) {
        try {
            channel = SocketChannel.open(address);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a {@code get} of these keys. */
    void putGet(String keys) {
        put("get " + keys + "\r\n");
    }

    /** Puts a {@code set} of a value of so many blank bytes. */
    void putSet(String key, int length) {
        put("set " + key + " 0 0 " + length + "\r\n");
        for (int left = length; left > 0; ) {
            int count = Math.min(left, BLANK.length);
            room(count);
            out.put(BLANK, 0, count);
            left -= count;
        }
        put("\r\n");
    }

    private void put(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        room(bytes.length);
        out.put(bytes);
    }

    private void room(int count) {
        if (out.remaining() < count) {
            send();
        }
    }

    /** Sends what was put. */
    void send() {
        try {
            out.flip();
            while (out.hasRemaining()) {
                channel.write(out);
            }
            out.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the reply to a {@code set}; true when the value was stored, false when the server had no memory for it. */
    boolean stored() {
        readLine();
        if (lineIs("STORED")) {
            return true;
        }
        if (text().startsWith("SERVER_ERROR out of memory")) {
            return false;
        }
        throw new IllegalStateException("reply to set: " + text());
    }

    /** Reads the reply to a {@code get}: how many values came. */
    int found() {
        int values = 0;
        readLine();
        while (!lineIs("END")) {
            if (line[0] != 'V') {
                throw new IllegalStateException("reply to get: " + text());
            }
            skip(lastNumber() + 2);
            values++;
            readLine();
        }
        return values;
    }

    /** Asks for statistics and reads them. */
    Map<String, String> statistics(String group) {
        put("stats" + group + "\r\n");
        send();
        Map<String, String> statistics = new LinkedHashMap<>();
        for (readLine(); !lineIs("END"); readLine()) {
            String[] words = text().split(" ", 3);
            statistics.put(words[1], words[2]);
        }
        return statistics;
    }

    private int lastNumber() {
        int number = 0;
        int scale = 1;
        for (int i = lineLength - 1; line[i] != ' '; i--) {
            number += (line[i] - '0') * scale;
            scale *= 10;
        }
        return number;
    }

    private boolean lineIs(String expected) {
        return lineLength == expected.length() && text().equals(expected);
    }

    private String text() {
        return new String(line, 0, lineLength, StandardCharsets.US_ASCII);
    }

    private void readLine() {
        lineLength = 0;
        byte b = read();
        while (b != '\n') {
            line[lineLength++] = b;
            b = read();
        }
        lineLength--;
    }

    private byte read() {
        if (!in.hasRemaining()) {
            fill();
        }
        return in.get();
    }

    private void skip(int count) {
        for (int left = count; left > 0; ) {
            if (!in.hasRemaining()) {
                fill();
            }
            int step = Math.min(left, in.remaining());
            in.position(in.position() + step);
            left -= step;
        }
    }

    private void fill() {
        try {
            in.clear();
            if (channel.read(in) < 0) {
                throw new EOFException("the server closed the connection");
            }
            in.flip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
