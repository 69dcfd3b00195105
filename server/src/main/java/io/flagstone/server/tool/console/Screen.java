package io.flagstone.server.tool.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Where a command prints: results on standard output, everything else on standard error, in UTF-8. */
public final class Screen {
    private final OutputStream out;
    private final OutputStream err;
    private final boolean canMove;
    private final boolean canMoveErr;
    private final int rows;

    /**
     * A screen over two streams.
     *
     * @param canMove whether standard output is a terminal on which lines may be written over
     * @param canMoveErr the same for standard error
     * @param rows lines of the terminal; 0 when it is not known
     */
    public Screen(OutputStream out, OutputStream err, boolean canMove, boolean canMoveErr, int rows) {
        this.out = new BufferedOutputStream(out, 1 << 14);
        this.err = err;
        this.canMove = canMove;
        this.canMoveErr = canMoveErr;
        this.rows = rows;
    }

    /** Whether standard output is a terminal on which lines may be written over. */
    public boolean canMove() {
        return canMove;
    }

    /** Whether standard error is one. */
    public boolean canMoveErr() {
        return canMoveErr;
    }

    /** Lines of the terminal; 0 when it is not known. */
    public int rows() {
        return rows;
    }

    /** Prints as it is; seen at the next {@link #flush}. */
    public synchronized void print(String text) {
        try {
            out.write(text.getBytes(UTF_8));
        } catch (IOException e) {
            throw gone(e);
        }
    }

    /** Prints a line. */
    public void line(String text) {
        print(text + "\n");
    }

    /** Brings to the reader what has been printed. */
    public synchronized void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw gone(e);
        }
    }

    /** Throws a failure again that is the screen's own, for then nothing more can be shown. */
    public void passOn(Failure failure) {
        if (failure.status() == Status.OUTPUT) {
            throw failure;
        }
    }

    /** Prints a line on standard error, behind the program's name. */
    public void complain(String text) {
        remark("flagstone: " + text + "\n");
    }

    /** Prints on standard error as it is; nobody is told if that fails. */
    public synchronized void remark(String text) {
        try {
            err.write(text.getBytes(UTF_8));
            err.flush();
        } catch (IOException e) {
            // there is no place left to say so
        }
    }

    /** A reader that has seen enough ("| head") need not be told. */
    private static Failure gone(IOException e) {
        String reason = String.valueOf(e.getMessage());
        return new Failure(
                Status.OUTPUT, reason.contains("Broken pipe") ? "" : "standard output cannot be written to: " + reason);
    }
}
