"""Reading and writing proposals."""

from hea.exchange.files import InputError, read_proposal, write_whole
from hea.exchange.problems import Located, sentences

__all__ = ["InputError", "Located", "read_proposal", "sentences", "write_whole"]
