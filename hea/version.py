"""Which version of the program this is.

Written here and read by the build: the name under which hea is installed (`hea-rekentool`) is of no concern
to the code, which so works from a checkout that was never installed as well.
"""

VERSION = "0.2.0"
