"""What every client written in Python is asked to do; one line a promise: "ok NAME" or "not ok NAME: WHY"."""

import time
import traceback

LARGE = "0123456789" * 50_000
UNICODE = "Grüße, 世界 🌍"


class Failed(Exception):
    pass


def expect(actual, expected):
    if actual != expected:
        raise Failed("expected %.60r, got %.60r" % (expected, actual))


class Adapter:
    """A client whose calls have the usual names and answers; others say where theirs differ."""

    def __init__(self, client):
        self.client = client

    def get(self, key):
        return self.client.get(key)

    get_bytes = get

    def delete(self, key):
        return self.client.delete(key)

    def add(self, key, value):
        return self.client.add(key, value)

    def replace(self, key, value):
        return self.client.replace(key, value)

    def incr(self, key, delta):
        return self.client.incr(key, delta)

    def decr(self, key, delta):
        return self.client.decr(key, delta)

    def gets(self, key):
        return self.client.gets(key)

    def cas(self, key, value, token):
        return self.client.cas(key, value, token)

    def touch(self, key, seconds):
        return self.client.touch(key, seconds)

    def append(self, key, value):
        return self.client.append(key, value)

    def prepend(self, key, value):
        return self.client.prepend(key, value)


class Checks:
    """Each method that has a public name is a promise. An adapter answers None for what is not there."""

    def __init__(self, client):
        self.client = client

    def stores(self):
        expect(self.client.set("stores", "value"), True)
        expect(self.client.get("stores"), "value")
        expect(self.client.set("stores", "other"), True)
        expect(self.client.get("stores"), "other")

    def misses(self):
        expect(self.client.get("misses"), None)

    def deletes(self):
        self.client.set("deletes", "value")
        expect(self.client.delete("deletes"), True)
        expect(self.client.get("deletes"), None)

    def adds(self):
        expect(self.client.replace("adds", "value"), False)
        expect(self.client.add("adds", "value"), True)
        expect(self.client.add("adds", "other"), False)
        expect(self.client.replace("adds", "third"), True)
        expect(self.client.get("adds"), "third")

    def counts(self):
        self.client.set_number("counts", 5)
        expect(self.client.incr("counts", 10), 15)
        expect(self.client.decr("counts", 3), 12)
        expect(self.client.decr("counts", 100), 0)

    def compares(self):
        self.client.set("compares", "value")
        value, token = self.client.gets("compares")
        expect(value, "value")
        expect(self.client.cas("compares", "second", token), True)
        expect(self.client.cas("compares", "third", token), False)
        expect(self.client.get("compares"), "second")

    def large(self):
        expect(self.client.set("large", LARGE), True)
        expect(self.client.get("large"), LARGE)

    def unicode(self):
        expect(self.client.set("unicode", UNICODE), True)
        expect(self.client.get("unicode"), UNICODE)

    def many(self):
        for i in range(100):
            self.client.set("many%d" % i, "value%d" % i)
        asked = ["many%d" % i for i in range(110)]
        expect(self.client.get_many(asked), {"many%d" % i: "value%d" % i for i in range(100)})

    def touches(self):
        self.client.set("touches", "value")
        expect(self.client.touch("touches", 1000), True)
        expect(self.client.touch("touches-not", 1000), False)
        expect(self.client.get("touches"), "value")

    def appends(self):
        self.client.set_bytes("appends", b"b")
        expect(self.client.append("appends", b"c"), True)
        expect(self.client.prepend("appends", b"a"), True)
        expect(self.client.get_bytes("appends"), b"abc")

    def expires(self):
        # a second that is over; negative ones mean something else in the binary protocol
        self.client.set("expires", "value", int(time.time()) - 10)
        expect(self.client.get("expires"), None)

    def run(self, without=()):
        names = [n for n in vars(Checks) if not n.startswith("_") and n not in ("run", *without)]
        for name in names:
            try:
                getattr(self, name)()
                print("ok " + name, flush=True)
            except Exception as e:
                why = traceback.format_exception_only(type(e), e)[-1].strip()
                print("not ok %s: %s" % (name, why), flush=True)
