"""Charts as vectors that the PDF library can read."""

import re
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"


def readable(svg: str) -> bytes:
    """The SVG with what the PDF library cannot parse mended: lines without ends, empty paths."""
    root = ElementTree.fromstring(svg)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == f"{SVG}path" and not re.match(r"\s*[Mm]", child.get("d") or ""):
                parent.remove(child)
            if child.tag == f"{SVG}line":
                for end in ("x1", "y1", "x2", "y2"):
                    child.set(end, child.get(end) or "0")
    ElementTree.register_namespace("", SVG[1:-1])
    return ElementTree.tostring(root)
