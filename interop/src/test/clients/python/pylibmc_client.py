"""pylibmc, libmemcached for Python; text, or binary when the second argument says so, then with SASL if a user and a
password follow."""

import sys

import pylibmc

from checks import Adapter, Checks


class Pylibmc(Adapter):
    def __init__(self, port, binary, user=None, password=None):
        # libmemcached asks for CAS numbers in text only when told so.
        super().__init__(
            pylibmc.Client(
                ["127.0.0.1:%d" % port], binary=binary, username=user, password=password, behaviors={"cas": True}
            )
        )

    def set(self, key, value, seconds=0):
        return self.client.set(key, value, time=seconds)

    set_number = set_bytes = set

    def replace(self, key, value):
        try:
            return super().replace(key, value)
        except pylibmc.NotFound:  # what the binary protocol says instead
            return False

    def get_many(self, keys):
        return self.client.get_multi(keys)


Checks(Pylibmc(int(sys.argv[1]), sys.argv[2:3] == ["binary"], *sys.argv[3:])).run()
