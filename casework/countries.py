"""Which countries there are (ISO 3166-1 alpha-2) and their names, from the Unicode CLDR."""

from functools import lru_cache

from babel import Locale

# CLDR's own codes, parts of States, and placeholders: none of them issues a demand.
_NO_ISSUER = frozenset(["AC", "CP", "CQ", "DG", "EA", "EZ", "IC", "QO", "TA", "XA", "XB", "ZZ"])


@lru_cache(maxsize=8)
def names(language: str = "en") -> dict[str, str]:
    """Code and name of every country, of the EU and the UN, and of Kosovo (XK, user-assigned)."""
    territories = Locale.parse(language).territories
    return {
        code: name
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_ISSUER
    }


def code_of(name: str) -> str:
    """The code of a country's English name; empty when it is none."""
    wanted = _plain(name)
    return next((code for code, called in names().items() if _plain(called) == wanted), "")


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
