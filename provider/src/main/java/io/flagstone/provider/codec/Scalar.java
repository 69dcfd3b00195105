package io.flagstone.provider.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The types that need no serialization: one tag byte says which, the rest is the value, big-endian. Equal values have
 * equal bytes.
 */
enum Scalar {
    STRING('S', String.class, Scalar::writeString, ByteSource::text),
    /** A string with a lone surrogate, which UTF-8 cannot hold. */
    UTF16('W', null, Scalar::writeUtf16, Scalar::readUtf16),
    LONG('L', Long.class, (out, v) -> out.i64((Long) v), ByteSource::i64),
    INTEGER('I', Integer.class, (out, v) -> out.i32((Integer) v), ByteSource::i32),
    SHORT('H', Short.class, (out, v) -> out.i32((Short) v), in -> (short) in.i32()),
    BYTE('Y', Byte.class, (out, v) -> out.u8((Byte) v), in -> (byte) in.u8()),
    CHARACTER('C', Character.class, (out, v) -> out.i32((Character) v), in -> (char) in.i32()),
    BOOLEAN('Z', Boolean.class, (out, v) -> out.u8((Boolean) v ? 1 : 0), in -> in.u8() != 0),
    DOUBLE(
            'D',
            Double.class,
            (out, v) -> out.i64(Double.doubleToLongBits((Double) v)),
            in -> Double.longBitsToDouble(in.i64())),
    FLOAT('F', Float.class, (out, v) -> out.i32(Float.floatToIntBits((Float) v)), in -> Float.intBitsToFloat(in.i32())),
    BYTES('a', byte[].class, (out, v) -> out.counted((byte[]) v), ByteSource::counted),
    UUID_('U', UUID.class, Scalar::writeUuid, in -> new UUID(in.i64(), in.i64())),
    BIG_INTEGER(
            'N',
            BigInteger.class,
            (out, v) -> out.counted(((BigInteger) v).toByteArray()),
            in -> new BigInteger(in.counted())),
    BIG_DECIMAL('M', BigDecimal.class, Scalar::writeBigDecimal, Scalar::readBigDecimal),
    DATE('d', Date.class, (out, v) -> out.i64(((Date) v).getTime()), in -> new Date(in.i64())),
    INSTANT('i', Instant.class, Scalar::writeInstant, in -> Instant.ofEpochSecond(in.i64(), in.i32())),
    DURATION('u', Duration.class, Scalar::writeDuration, in -> Duration.ofSeconds(in.i64(), in.i32())),
    PERIOD('p', Period.class, Scalar::writePeriod, in -> Period.of(in.i32(), in.i32(), in.i32())),
    YEAR('y', Year.class, (out, v) -> out.i32(((Year) v).getValue()), in -> Year.of(in.i32())),
    YEAR_MONTH('m', YearMonth.class, Scalar::writeYearMonth, in -> YearMonth.of(in.i32(), in.u8())),
    LOCAL_DATE('t', LocalDate.class, (out, v) -> writeDate(out, (LocalDate) v), Scalar::readDate),
    LOCAL_TIME('h', LocalTime.class, (out, v) -> writeTime(out, (LocalTime) v), Scalar::readTime),
    LOCAL_DATE_TIME('T', LocalDateTime.class, (out, v) -> writeDateTime(out, (LocalDateTime) v), Scalar::readDateTime),
    OFFSET_DATE_TIME('O', OffsetDateTime.class, Scalar::writeOffset, Scalar::readOffset),
    ZONED_DATE_TIME('z', ZonedDateTime.class, Scalar::writeZoned, Scalar::readZoned);

    private static final Map<Class<?>, Scalar> BY_TYPE = new HashMap<>();
    private static final @Nullable Scalar[] BY_TAG = new Scalar[128];

    static {
        for (Scalar scalar : values()) {
            BY_TAG[scalar.tag] = scalar;
            if (scalar.type != null) {
                BY_TYPE.put(scalar.type, scalar);
            }
        }
    }

    private final char tag;
    private final @Nullable Class<?> type;
    private final BiConsumer<ByteSink, Object> writer;
    private final Function<ByteSource, Object> reader;

    Scalar(
            char tag,
            @Nullable Class<?> type,
            BiConsumer<ByteSink, Object> writer,
            Function<ByteSource, Object> reader) {
        this.tag = tag;
        this.type = type;
        this.writer = writer;
        this.reader = reader;
    }

    /** The scalar form of this object, or null when it has none. */
    static @Nullable Scalar of(Object value) {
        Scalar scalar = BY_TYPE.get(value.getClass());
        return scalar == STRING && !isUnicode((String) value) ? UTF16 : scalar;
    }

    /** The scalar with this tag, or null. */
    static @Nullable Scalar tagged(int tag) {
        return tag < BY_TAG.length ? BY_TAG[tag] : null;
    }

    /** Whether UTF-8 holds the text: every surrogate has its other half. */
    static boolean isUnicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** The tag and the value. */
    void write(ByteSink out, Object value) {
        out.u8(tag);
        writer.accept(out, value);
    }

    /** The value behind the tag. */
    Object read(ByteSource in) {
        return reader.apply(in);
    }

    private static void writeString(ByteSink out, Object value) {
        out.text((String) value);
    }

    private static void writeUtf16(ByteSink out, Object value) {
        String text = (String) value;
        // character by character: Java's own UTF-16 encoder replaces a lone surrogate
        ByteBuffer units = ByteBuffer.allocate(text.length() * Character.BYTES);
        units.asCharBuffer().put(text);
        out.counted(units.array());
    }

    private static String readUtf16(ByteSource in) {
        byte[] units = in.counted();
        if (units.length % Character.BYTES != 0) {
            throw ByteSource.damaged();
        }
        return ByteBuffer.wrap(units).asCharBuffer().toString();
    }

    private static void writeUuid(ByteSink out, Object value) {
        out.i64(((UUID) value).getMostSignificantBits());
        out.i64(((UUID) value).getLeastSignificantBits());
    }

    private static void writeBigDecimal(ByteSink out, Object value) {
        out.i32(((BigDecimal) value).scale());
        out.counted(((BigDecimal) value).unscaledValue().toByteArray());
    }

    private static Object readBigDecimal(ByteSource in) {
        int scale = in.i32();
        return new BigDecimal(new BigInteger(in.counted()), scale);
    }

    private static void writeInstant(ByteSink out, Object value) {
        out.i64(((Instant) value).getEpochSecond());
        out.i32(((Instant) value).getNano());
    }

    private static void writeDuration(ByteSink out, Object value) {
        out.i64(((Duration) value).toSeconds());
        out.i32(((Duration) value).getNano());
    }

    private static void writePeriod(ByteSink out, Object value) {
        Period period = (Period) value;
        out.i32(period.getYears());
        out.i32(period.getMonths());
        out.i32(period.getDays());
    }

    private static void writeYearMonth(ByteSink out, Object value) {
        out.i32(((YearMonth) value).getYear());
        out.u8(((YearMonth) value).getMonthValue());
    }

    private static void writeDate(ByteSink out, LocalDate date) {
        out.i64(date.toEpochDay());
    }

    private static LocalDate readDate(ByteSource in) {
        return LocalDate.ofEpochDay(in.i64());
    }

    private static void writeTime(ByteSink out, LocalTime time) {
        out.i64(time.toNanoOfDay());
    }

    private static LocalTime readTime(ByteSource in) {
        return LocalTime.ofNanoOfDay(in.i64());
    }

    private static void writeDateTime(ByteSink out, LocalDateTime time) {
        writeDate(out, time.toLocalDate());
        writeTime(out, time.toLocalTime());
    }

    private static LocalDateTime readDateTime(ByteSource in) {
        LocalDate date = readDate(in);
        return LocalDateTime.of(date, readTime(in));
    }

    private static void writeOffset(ByteSink out, Object value) {
        writeDateTime(out, ((OffsetDateTime) value).toLocalDateTime());
        out.i32(((OffsetDateTime) value).getOffset().getTotalSeconds());
    }

    private static OffsetDateTime readOffset(ByteSource in) {
        LocalDateTime time = readDateTime(in);
        return OffsetDateTime.of(time, ZoneOffset.ofTotalSeconds(in.i32()));
    }

    private static void writeZoned(ByteSink out, Object value) {
        ZonedDateTime zoned = (ZonedDateTime) value;
        writeDateTime(out, zoned.toLocalDateTime());
        out.i32(zoned.getOffset().getTotalSeconds());
        out.text(zoned.getZone().getId());
    }

    private static ZonedDateTime readZoned(ByteSource in) {
        LocalDateTime time = readDateTime(in);
        ZoneOffset offset = ZoneOffset.ofTotalSeconds(in.i32());
        return ZonedDateTime.ofLocal(time, ZoneId.of(in.text()), offset);
    }
}
