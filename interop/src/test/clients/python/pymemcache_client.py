"""pymemcache; the text protocol."""

import sys

from pymemcache import serde
from pymemcache.client.base import Client

from checks import Checks


class Adapter:
    def __init__(self, port):
        self.client = Client(("127.0.0.1", port), serde=serde.pickle_serde, default_noreply=False)

    def set(self, key, value, seconds=0):
        return self.client.set(key, value, expire=seconds)

    set_number = set_bytes = set

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

    def get_many(self, keys):
        return self.client.get_many(keys)

    def touch(self, key, seconds):
        return self.client.touch(key, seconds)

    def append(self, key, value):
        return self.client.append(key, value)

    def prepend(self, key, value):
        return self.client.prepend(key, value)


Checks(Adapter(int(sys.argv[1]))).run()
