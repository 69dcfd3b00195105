package io.flagstone.provider.internal.cluster;

import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.link.Call;
import io.flagstone.provider.internal.link.Connection;
import io.flagstone.provider.internal.link.Deletion;
import io.flagstone.provider.internal.wire.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A share whose keys are bare, for caches that other languages read and write too. Doubtful keys are deleted one by
 * one; unlike a step of a generation, that does not reach a mutation which is still on its way on a broken connection.
 */
final class PlainShare extends Share {

    private static final Footing NOTHING = () -> 0;

    private final byte[] prefix;

    PlainShare(Member member, byte[] prefix) {
        super(member);
        this.prefix = prefix;
    }

    @Override
    public @Nullable Request reading() {
        return null;
    }

    @Override
    public void lost(Call call) {
        member().debts().forget(this, keyOf(call.request().key()));
    }

    @Override
    SpaceKey keyOf(byte[] wireKey) {
        return new SpaceKey(Arrays.copyOfRange(wireKey, prefix.length, wireKey.length));
    }

    @Override
    boolean isPresent(Call call) {
        return true;
    }

    @Override
    Footing footing(SpaceKey key, Deadline deadline) {
        return NOTHING;
    }

    @Override
    byte[] wireKey(long number, SpaceKey key) {
        byte[] wire = Arrays.copyOf(prefix, prefix.length + key.bytes().length);
        System.arraycopy(key.bytes(), 0, wire, prefix.length, key.bytes().length);
        return wire;
    }

    @Override
    Function<byte[], @Nullable SpaceKey> reader(Deadline deadline) {
        return wire -> keyBehind(prefix, wire);
    }

    /** What follows the prefix; null without it. */
    static @Nullable SpaceKey keyBehind(byte[] prefix, byte[] wire) {
        boolean ours = wire.length > prefix.length && Arrays.equals(wire, 0, prefix.length, prefix, 0, prefix.length);
        return ours ? new SpaceKey(Arrays.copyOfRange(wire, prefix.length, wire.length)) : null;
    }

    @Override
    Judgement judge(Call call, Footing footing, Deadline deadline) {
        return Judgement.COUNTS;
    }

    @Override
    boolean isRenewable() {
        return false;
    }

    @Override
    void renew(Deadline deadline) {
        throw new FlagstoneException("a plain cache has no generation to step; its keys are removed one by one");
    }

    @Override
    boolean renewOn(Connection connection, Deadline deadline) {
        return false;
    }

    @Override
    boolean forget(Connection connection, Iterable<SpaceKey> keys, Deadline deadline) {
        List<byte[]> wireKeys = new ArrayList<>();
        keys.forEach(key -> wireKeys.add(wireKey(0, key)));
        return Deletion.of(wireKeys, connection, this, deadline);
    }
}
