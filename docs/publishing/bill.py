"""Completes the bill of materials that uv writes: `python -m docs.publishing.bill FILE`.

uv does not tell the version of a program whose version stands in its code, nor licences.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docs.publishing.licences import of_parts
from hea.version import VERSION

LICENCE = "EUPL-1.2"


def completed(bill: dict[str, Any], version: str, licences: Mapping[str, str]) -> dict[str, Any]:
    """The bill with the version of hea, and the licence of every part that tells one."""
    own = bill["metadata"]["component"]
    own |= {"version": version, "licenses": [{"expression": LICENCE}]}
    for part in bill["components"]:
        if licence := licences.get(part["name"]):
            part["licenses"] = [{"expression": licence}]
    return bill


if __name__ == "__main__":
    path = Path(sys.argv[1])
    told = completed(json.loads(path.read_text(encoding="utf-8")), VERSION, of_parts())
    path.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
