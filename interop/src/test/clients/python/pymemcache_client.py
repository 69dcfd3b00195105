"""pymemcache; the text protocol, over TLS if the authority's file follows, and with a login if a user and a password do."""

import ssl
import sys

from pymemcache import serde
from pymemcache.client.base import Client

from checks import Adapter, Checks


class Pymemcache(Adapter):
    def __init__(self, port, authority=None, user=None, password=None):
        trusted = ssl.create_default_context(cafile=authority) if authority else None
        super().__init__(
            Client(("127.0.0.1", port), serde=serde.pickle_serde, default_noreply=False, tls_context=trusted)
        )
        if user:
            self.client.set("login", "%s %s" % (user, password))

    def set(self, key, value, seconds=0):
        return self.client.set(key, value, expire=seconds)

    set_number = set_bytes = set

    def get_many(self, keys):
        return self.client.get_many(keys)


Checks(Pymemcache(int(sys.argv[1]), *sys.argv[2:])).run()
