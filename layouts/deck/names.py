"""Names as lxml writes them, kept: who reads a slide asks for the same few thousands of times."""

from functools import lru_cache

from pptx.oxml import ns

qn = lru_cache(maxsize=1000)(ns.qn)
