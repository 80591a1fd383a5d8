"""Words that people use for what the tables call otherwise; they decide no figure."""

from hea.reference.words.tables import heading_words, plain_words

__all__ = ["heading_words", "plain_words"]
