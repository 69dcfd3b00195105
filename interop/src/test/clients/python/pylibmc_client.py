"""pylibmc, libmemcached for Python; text, or binary when the second argument says so."""

import sys

import pylibmc

from checks import Checks


class Adapter:
    def __init__(self, port, binary):
        # libmemcached asks for CAS numbers in text only when told so.
        self.client = pylibmc.Client(["127.0.0.1:%d" % port], binary=binary, behaviors={"cas": True})

    def set(self, key, value, seconds=0):
        return self.client.set(key, value, time=seconds)

    set_number = set_bytes = set

    def get(self, key):
        return self.client.get(key)

    get_bytes = get

    def delete(self, key):
        return self.client.delete(key)

    def add(self, key, value):
        return self.client.add(key, value)

    def replace(self, key, value):
        try:
            return self.client.replace(key, value)
        except pylibmc.NotFound:  # what the binary protocol says instead
            return False

    def incr(self, key, delta):
        return self.client.incr(key, delta)

    def decr(self, key, delta):
        return self.client.decr(key, delta)

    def gets(self, key):
        return self.client.gets(key)

    def cas(self, key, value, token):
        return self.client.cas(key, value, token)

    def get_many(self, keys):
        return self.client.get_multi(keys)

    def touch(self, key, seconds):
        return self.client.touch(key, seconds)

    def append(self, key, value):
        return self.client.append(key, value)

    def prepend(self, key, value):
        return self.client.prepend(key, value)


Checks(Adapter(int(sys.argv[1]), sys.argv[2:] == ["binary"])).run()
