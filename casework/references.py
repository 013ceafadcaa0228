"""References people read aloud, write down and put in addresses; primary keys stay in the database.

Random and in no order, so that nothing counts up and nobody learns how many there are.
"""

import secrets

# Crockford's alphabet: nothing that is read aloud as something else.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def drawn(letter: str) -> str:
    """A random reference, `D-7K3M-Q9XT-2VBN`: 60 bits after the letter that says what it names."""
    places = "".join(secrets.choice(ALPHABET) for _place in range(12))
    return f"{letter}-{places[:4]}-{places[4:8]}-{places[8:]}"


def for_agency() -> str:
    return drawn("A")


def for_customer() -> str:
    return drawn("C")


def for_account() -> str:
    return drawn("U")
