"""pymemcache; the text protocol."""

import sys

from pymemcache import serde
from pymemcache.client.base import Client

from checks import Adapter, Checks


class Pymemcache(Adapter):
    def __init__(self, port):
        super().__init__(Client(("127.0.0.1", port), serde=serde.pickle_serde, default_noreply=False))

    def set(self, key, value, seconds=0):
        return self.client.set(key, value, expire=seconds)

    set_number = set_bytes = set

    def get_many(self, keys):
        return self.client.get_many(keys)


Checks(Pymemcache(int(sys.argv[1]))).run()
