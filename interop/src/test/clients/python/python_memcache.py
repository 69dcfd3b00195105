"""python-memcached, the oldest of Python's clients; the text protocol."""

import sys

import memcache

from checks import Checks


class Adapter:
    def __init__(self, port):
        self.client = memcache.Client(["127.0.0.1:%d" % port], cache_cas=True)

    def set(self, key, value, seconds=0):
        return bool(self.client.set(key, value, seconds))

    set_number = set_bytes = set

    def get(self, key):
        return self.client.get(key)

    get_bytes = get

    def delete(self, key):
        return bool(self.client.delete(key))

    def add(self, key, value):
        return bool(self.client.add(key, value))

    def replace(self, key, value):
        return bool(self.client.replace(key, value))

    def incr(self, key, delta):
        return self.client.incr(key, delta)

    def decr(self, key, delta):
        return self.client.decr(key, delta)

    def gets(self, key):
        value = self.client.gets(key)
        return value, self.client.cas_ids[key.encode()]

    def cas(self, key, value, token):
        self.client.cas_ids[key.encode()] = token
        return bool(self.client.cas(key, value))

    def get_many(self, keys):
        return self.client.get_multi(keys)

    def touch(self, key, seconds):
        return bool(self.client.touch(key, seconds))

    def append(self, key, value):
        return bool(self.client.append(key, value))

    def prepend(self, key, value):
        return bool(self.client.prepend(key, value))


Checks(Adapter(int(sys.argv[1]))).run()
