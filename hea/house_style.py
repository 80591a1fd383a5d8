"""House style of an organisation: its name, its logo with words for who cannot see it, and one accent colour.

The file is TOML; ``HEA_HOUSE_STYLE`` holds its path. Without it the tool has its own quiet blue.
"""

import os
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from hea.colours import ACCENT, ACCENT_DARK, DARK, WHITE, argb, rgb
from hea.problems import RefusedError
from hea.units import MEGABYTE

VARIABLE: Final = "HEA_HOUSE_STYLE"
MAX_STYLE_BYTES: Final = 64 * 1024
"""Of the file; a house style is a few lines."""
NO_FILE: Final = f"no file of at most {MAX_STYLE_BYTES} bytes"
LEAST_CONTRAST: Final = 4.5
"""Between text and its background, by WCAG 2.1 AA."""

COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
LOGOS: Final = frozenset({".png", ".jpg", ".jpeg"})
MAX_LOGO_BYTES: Final = MEGABYTE
MAX_LOGO_PIXELS: Final = 10_000_000
"""Width times height; a report with more could not be compared with its prints."""

FIELDS: Final = frozenset({"organisation", "accent", "accent_dark", "logo", "logo_alt"})


class HouseStyleError(RefusedError):
    """The house style cannot be used."""


class HouseStyle(NamedTuple):
    """How PDF, workbook and app look."""

    organisation: str = ""
    accent: str = ACCENT
    accent_dark: str = ACCENT_DARK
    logo: Path | None = None
    logo_alt: str = ""

    @property
    def accent_rgb(self) -> tuple[int, int, int]:
        """The accent colour as red, green and blue from 0 to 255."""
        return rgb(self.accent)

    @property
    def accent_argb(self) -> str:
        """The accent colour as spreadsheets write it."""
        return argb(self.accent)


def house_style() -> HouseStyle:
    """The house style that the environment names, or that of the tool.

    Raises:
        HouseStyleError: if the file cannot be used.
    """
    path = os.environ.get(VARIABLE, "")
    return _read(path) if path else HouseStyle()


@cache
def _read(path: str) -> HouseStyle:
    file = Path(path)
    try:
        given = tomllib.loads(_content(file))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise HouseStyleError("style_file", file=path, detail=str(error)[:120]) from None
    unknown = sorted(set(given) - FIELDS)
    if unknown or not all(isinstance(value, str) for value in given.values()):
        names = ", ".join(unknown) or ", ".join(sorted(given))
        raise HouseStyleError("style_field", names=names, known=", ".join(sorted(FIELDS)))
    style = HouseStyle(**{**given, "logo": file.parent / given["logo"] if given.get("logo") else None})
    _check_colour("accent", style.accent, WHITE)
    _check_colour("accent_dark", style.accent_dark, DARK)
    _check_logo(style)
    return style


def _content(file: Path) -> str:
    """What a file holds; a device or a pipe, which may never end, is none.

    Raises:
        OSError: if it is no file of a size that a house style can have.
    """
    if not file.is_file() or file.stat().st_size > MAX_STYLE_BYTES:
        raise OSError(NO_FILE)
    return file.read_text(encoding="utf-8")


def _check_colour(field: str, colour: str, background: str) -> None:
    if not COLOUR.fullmatch(colour):
        raise HouseStyleError("style_colour", field=field, value=colour)
    reached = contrast(colour, background)
    if reached < LEAST_CONTRAST:
        values = {"field": field, "value": colour, "background": background, "contrast": reached}
        raise HouseStyleError("style_contrast", **values, least=LEAST_CONTRAST)


def _check_logo(style: HouseStyle) -> None:
    logo = style.logo
    if logo is None:
        return
    small = logo.suffix.lower() in LOGOS and logo.is_file() and logo.stat().st_size <= MAX_LOGO_BYTES
    if not small or not 0 < _pixels(logo) <= MAX_LOGO_PIXELS:
        raise HouseStyleError("style_logo", file=str(logo))
    if not style.logo_alt.strip():
        raise HouseStyleError("style_logo_alt")


def _pixels(logo: Path) -> int:
    """Width times height of a picture; none if it is no picture."""
    from PIL import Image

    try:
        with Image.open(logo) as picture:
            return picture.width * picture.height
    except (OSError, Image.DecompressionBombError):
        return 0


def contrast(first: str, second: str) -> float:
    """Contrast of two colours by WCAG 2.1, from 1 to 21."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [value / 255 for value in rgb(colour)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
