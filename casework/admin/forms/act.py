"""A move or a fact on the page: its form, and the words around it."""

from dataclasses import dataclass

from django_stubs_ext import StrOrPromise

from casework import access, moves, records
from casework.admin.forms.base import ActForm


@dataclass(frozen=True)
class Act:
    """A move or a fact on the page.

    `form` collects it; `intro` says what it does before anyone clicks; `done` what happened; `tab`
    is where the demand's page opens afterwards; `icon` its shape; `danger` colours its button.
    """

    form: type[ActForm]
    intro: StrOrPromise
    done: StrOrPromise
    tab: str
    icon: str = "pen-line"
    danger: bool = False

    @property
    def name(self) -> str:
        return self.form.act

    @property
    def is_move(self) -> bool:
        return self.name in moves.LABELS

    @property
    def label(self) -> StrOrPromise:
        return moves.LABELS[self.name] if self.is_move else records.BETWEEN_MOVES[self.name].label

    @property
    def ability(self) -> access.Ability:
        if self.is_move:
            return access.MOVE_ABILITY[self.name]
        return records.BETWEEN_MOVES[self.name].ability
