package io.flagstone.server.tool.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows under each other: some columns to the left, the others to the right, two blanks in between. */
public final class Table {
    private final int leftColumns;
    private final List<String[]> rows = new ArrayList<>();

    /** A table whose first so many columns begin at the left; the others end at the right. */
    public Table(int leftColumns) {
        this.leftColumns = leftColumns;
    }

    /** Adds a row. */
    public void row(String... cells) {
        rows.add(cells);
    }

    /** Adds a row. */
    public void row(List<String> cells) {
        row(cells.toArray(new String[0]));
    }

    /** The lines, without blanks at their ends. */
    public List<String> lines() {
        int[] widths = widths();
        List<String> lines = new ArrayList<>(rows.size());
        for (String[] row : rows) {
            lines.add(line(row, widths));
        }
        return lines;
    }

    private int[] widths() {
        int[] widths = new int[0];
        for (String[] row : rows) {
            if (row.length > widths.length) {
                widths = Arrays.copyOf(widths, row.length);
            }
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        return widths;
    }

    private String line(String[] row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            String blanks = " ".repeat(widths[i] - row[i].length());
            line.append(i == 0 ? "" : "  ");
            line.append(i < leftColumns ? row[i] + blanks : blanks + row[i]);
        }
        return line.toString().stripTrailing();
    }
}
