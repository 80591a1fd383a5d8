"""Whether a connection within this machine was made by the user whose app this is.

Loopback is open to every user of a machine. Linux says who made a connection, other systems do not.
"""

import ipaddress
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

TABLES: Final = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
"""Connections of this machine, with who made them."""
ESTABLISHED: Final = "01"
"""Only of these the user is told; what was closed is nobody's, which looks like root."""
ROOT: Final = 0


def own(client: tuple[str, int] | None, server: tuple[str, int | None] | None = None) -> bool:
    """Whether a client on this machine is the same user or root; true where nobody can tell.

    Args:
        client: where the connection comes from.
        server: where it came in. Another connection, of somebody else, may come from the same address and
            port and go elsewhere.
    """
    if client is None or not _is_loopback(client[0]) or not TABLES[0].is_file():
        return True
    made_by = set(_users(*client, None if server is None else server[1]))
    return bool(made_by) and made_by <= {os.getuid(), ROOT}


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _users(host: str, port: int, to: int | None) -> Iterator[int]:
    """Who made the connections that begin at an address of this machine and go to a port."""
    wanted = {f"{address}:{port:04X}" for address in _written(host)}
    for table in TABLES:
        if table.is_file():
            for line in table.read_text().splitlines()[1:]:
                fields = line.split()
                here = to is None or fields[2].endswith(f":{to:04X}")
                if fields[1] in wanted and here and fields[3] == ESTABLISHED:
                    yield int(fields[7])


def _written(host: str) -> Iterator[str]:
    """An address as the tables write it; one of version 4 can stand among those of version 6."""
    address = ipaddress.ip_address(host)
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if isinstance(address, ipaddress.IPv4Address):
        yield _words(address.packed)
        yield _words(socket.inet_pton(socket.AF_INET6, f"::ffff:{address}"))
    else:
        yield _words(address.packed)


def _words(packed: bytes) -> str:
    """Four bytes at a time, in the order of this machine."""
    parts = (packed[start : start + 4] for start in range(0, len(packed), 4))
    return "".join(f"{int.from_bytes(part, sys.byteorder):08X}" for part in parts)
