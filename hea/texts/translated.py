"""A text in both languages, for whatever goes into a result before it is known who reads it."""

from hea.frozen import Frozen
from hea.texts import Lang, text


class Translated(Frozen):
    """A text in Dutch and English."""

    nl: str
    en: str

    def in_language(self, lang: Lang) -> str:
        """The text in the language asked for."""
        return self.nl if lang == "nl" else self.en


def translated(key: str, /, **values: object) -> Translated:
    """The sentence under a key in both languages."""
    return Translated(nl=text(key, "nl", **values), en=text(key, "en", **values))
