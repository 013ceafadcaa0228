"""Is this domain the agency's own, or does it only look like it? Pure: names in, an answer out.

Domains are compared as exact A-labels, the form in which they stand in the DNS (RFC 5890), so that
nothing a screen shows alike counts as the same. What resembles a domain of the registry without
being it is named with the trick it uses (Unicode TS 39: confusables).
"""

# ruff: noqa: RUF001, RUF003 (letters that look alike are what this module is about)

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import idna


class BadDomain(ValueError):
    """Not a name that can stand in the DNS."""


class Trick(StrEnum):
    """How a domain pretends to be another one, strongest first."""

    CONFUSABLE = "confusable"  # letters that look alike: fbі.gov with a Cyrillic і, rn for m
    INSIDE = "inside"  # the genuine name as the front of another: fbi.gov.example.org
    OTHER_ENDING = "other_ending"  # the same name elsewhere: fbi.example
    ADDED_WORD = "added_word"  # the name with a word more: fbi-gov.example, fbi-legal.example
    ONE_CHARACTER = "one_character"  # one character more, less, other or swapped


@dataclass(frozen=True)
class LookAlike:
    domain: str
    genuine: str
    trick: Trick


# Shorter names occur inside others by chance: they have to stand as a word of their own.
SHORTEST_PART = 5

# Single letters that look like a Latin one, beyond what NFKD takes apart. Upper case is folded.
_CONFUSABLE = str.maketrans(
    {
        # Cyrillic
        "а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "ё": "e", "ѓ": "r", "г": "r", "һ": "h",
        "н": "h", "і": "l", "ї": "l", "ј": "j", "к": "k", "ӏ": "l", "м": "m", "п": "n", "о": "o",
        "р": "p", "ԛ": "q", "ѕ": "s", "т": "t", "у": "y", "ү": "y", "ѵ": "v", "ԝ": "w", "х": "x",
        "з": "3", "ь": "b", "џ": "u", "ѡ": "w",
        # Greek
        "α": "a", "β": "b", "ε": "e", "η": "n", "ι": "l", "κ": "k", "ν": "v", "ο": "o", "ρ": "p",
        "σ": "o", "ς": "c", "τ": "t", "υ": "u", "χ": "x", "γ": "y", "ω": "w", "μ": "u", "π": "n",
        # Armenian
        "ա": "w", "գ": "q", "զ": "q", "հ": "h", "ո": "n", "ռ": "n", "ս": "u", "ց": "g", "օ": "o",
        # Latin letters of their own
        "ı": "l", "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "ɑ": "a", "ɡ": "g", "ɩ": "l",
        "ſ": "f", "ƒ": "f", "ʋ": "u", "ß": "b", "þ": "p", "ɢ": "g", "ʀ": "r", "ɴ": "n", "ꞌ": "",
        # Figures and i, which stand for each other
        "0": "o", "1": "l", "5": "s", "i": "l", "|": "l",
    }
)  # fmt: skip
# Pairs that run together at reading size.
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("nn", "m"))
# What says where a name is registered and not whose it is.
_ENDINGS = frozenset(
    (
        *("com", "net", "org", "edu", "gov", "mil", "int", "info", "biz", "co", "ac"),
        *("gob", "gouv", "gv", "go", "govt", "police"),
    )
)


@lru_cache(maxsize=8192)
def a_labels(domain: str) -> str:
    """The exact name as the DNS knows it, lower case; raises BadDomain.

    IDNA 2008 with the mapping of UTS 46 and without its transitional part: straße.de stays another
    domain than strasse.de, which is what the DNS says too.
    """
    try:
        found = idna.encode(domain.strip().rstrip("."), uts46=True, std3_rules=True)
    except idna.IDNAError as error:
        raise BadDomain(str(error)) from error
    return found.decode("ascii").lower()


def domain_of(address: str) -> str:
    """The exact domain of an e-mail address; raises BadDomain."""
    _mailbox, at, domain = address.rpartition("@")
    if not at:
        raise BadDomain("an e-mail address has an @")
    return a_labels(domain)


def same(one: str, other: str) -> bool:
    """Whether both are exactly the same domain. A subdomain is another one."""
    try:
        return a_labels(one) == a_labels(other)
    except BadDomain:
        return False


def under(domain: str, parent: str) -> bool:
    """Whether it is the parent or a subdomain of it: in the same hands."""
    name, above = a_labels(domain), a_labels(parent)
    return name == above or name.endswith(f".{above}")


def look_alikes(domain: str, known: Iterable[str]) -> list[LookAlike]:
    """Every known domain that this one resembles without being it or under it."""
    return [found for genuine in known if (found := resemblance(domain, genuine))]


def resemblance(domain: str, genuine: str) -> LookAlike | None:
    """The first trick that fits, or None. Raises BadDomain for a name that cannot be."""
    if under(domain, genuine):
        return None
    name, known = a_labels(domain), a_labels(genuine)
    trick = next((trick for trick, fits in _TRICKS if fits(name, known)), None)
    return LookAlike(name, known, trick) if trick else None


def mixes_scripts(domain: str) -> bool:
    """Whether one label has letters of several scripts, as honest names hardly ever do."""
    return any(len(_scripts(label)) > 1 for label in shown(domain).split("."))


@lru_cache(maxsize=8192)
def shown(domain: str) -> str:
    """The name as a screen shows it: U-labels."""
    return ".".join(_u_label(label) for label in a_labels(domain).split("."))


@lru_cache(maxsize=8192)
def skeleton(domain: str) -> str:
    """What the eye sees: two names with one skeleton are read as the same (UTS 39, section 4)."""
    folded = unicodedata.normalize("NFKD", shown(domain).casefold())
    bare = "".join(char for char in folded if not unicodedata.combining(char))
    seen = bare.translate(_CONFUSABLE)
    for pair, one in _PAIRS:
        seen = seen.replace(pair, one)
    return seen


# --- The tricks ----------------------------------------------------------------------------------


def _is_confusable(name: str, known: str) -> bool:
    return skeleton(name) == skeleton(known)


def _is_inside(name: str, known: str) -> bool:
    return f".{skeleton(known)}." in f".{skeleton(name)}"


def _has_other_ending(name: str, known: str) -> bool:
    return _own_name(name) == _own_name(known)


def _has_an_added_word(name: str, known: str) -> bool:
    core = _own_name(known).replace(".", "").replace("-", "")
    words = set(_words(skeleton(name)))
    own_words = list(_words(_own_name(known)))
    if own_words and words.issuperset(own_words) and (len(own_words) > 1 or len(core) > 2):
        return True
    return len(core) >= SHORTEST_PART and core in re.sub(r"[.-]", "", skeleton(name))


def _differs_by_one(name: str, known: str) -> bool:
    one, other = skeleton(name), skeleton(known)
    return len(_own_name(known)) >= SHORTEST_PART and _one_edit(one, other)


_TRICKS = (
    (Trick.CONFUSABLE, _is_confusable),
    (Trick.INSIDE, _is_inside),
    (Trick.OTHER_ENDING, _has_other_ending),
    (Trick.ADDED_WORD, _has_an_added_word),
    (Trick.ONE_CHARACTER, _differs_by_one),
)


@lru_cache(maxsize=8192)
def _own_name(domain: str) -> str:
    """The skeleton without the endings that say where it is registered: fbi.gov is `fbl`."""
    labels = shown(domain).split(".")
    while len(labels) > 1 and (labels[-1] in _ENDINGS or len(labels[-1]) == 2):
        labels.pop()
    if len(labels) > 1 and len(labels) == len(shown(domain).split(".")):
        labels.pop()  # an ending we do not know: .example, .cloud
    return skeleton(".".join(labels)) if all(labels) else ""


def _words(name: str) -> Iterator[str]:
    return (word for word in re.split(r"[.-]", name) if word)


def _one_edit(one: str, other: str) -> bool:
    """One insertion, deletion, replacement or swap of neighbours apart (Damerau)."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    a, b = one[start:], other[start:]
    swapped = len(a) > 1 and a[:2] == b[1::-1] and a[2:] == b[2:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or swapped


def _u_label(label: str) -> str:
    try:
        return idna.ulabel(label)
    except idna.IDNAError:
        return label


def _scripts(label: str) -> set[str]:
    letters = (char for char in label if char.isalpha())
    return {unicodedata.name(char, "UNKNOWN").split()[0] for char in letters}
