"""OpenSSL, by Python: says of each version of TLS whether it is spoken on a port, "TLSv1_2 spoken" or "TLSv1_2 refused".

After the port the authority's file follows, and perhaps a client's certificate and key."""

import socket
import ssl
import sys
import warnings

warnings.simplefilter("ignore")  # of using what is old


def is_spoken(port, version, authority, *shown):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(authority)
    # What is old enough is not offered at a higher level.
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = version
    if shown:
        context.load_cert_chain(*shown)
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=60) as plain:
            with context.wrap_socket(plain, server_hostname="127.0.0.1") as wrapped:
                wrapped.sendall(b"mn\r\n")
                return wrapped.recv(4) == b"MN\r\n"
    except (ssl.SSLError, ConnectionError):
        return False


for known in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
    print(known.name, "spoken" if is_spoken(int(sys.argv[1]), known, *sys.argv[2:]) else "refused")
