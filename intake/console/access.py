"""Every route says who may use it; one that says nothing is refused, and the application does not start."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from flask import Flask

from intake.staff.access import Right

P = ParamSpec("P")
R = TypeVar("R")
_MARK = "console_access"


@dataclass(frozen=True, slots=True)
class Access:
    """Who may use a route: `public` everybody, else whoever has one of the rights.

    A `passive` route is what a page asks for by itself: it does not keep an idle session awake. One that is
    `while_locked` also answers a session that waits to be unlocked, without any record; `while_new` one that
    has no second factor yet.
    """

    rights: tuple[Right, ...] = ()
    public: bool = False
    passive: bool = False
    while_locked: bool = False
    while_new: bool = False


def allowed(
    *rights: Right, passive: bool = False, while_locked: bool = False, while_new: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare a route for those who have any of the rights. Put it directly above the function."""
    if not rights:
        raise ValueError("a route that nobody may use is no route")
    return _marked(Access(rights, passive=passive, while_locked=while_locked, while_new=while_new))


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Declare a route for everybody, signed in or not."""
    return _marked(Access(public=True))(view)


def _marked(access: Access) -> Callable[[Callable[P, R]], Callable[P, R]]:
    def mark(view: Callable[P, R]) -> Callable[P, R]:
        setattr(view, _MARK, access)
        return view

    return mark


def declared(app: Flask, endpoint: str | None) -> Access | None:
    """What a route declares; None for one that does not exist or says nothing."""
    if endpoint is None:
        return None
    if endpoint == "static":
        return Access(public=True)
    found = getattr(app.view_functions.get(endpoint), _MARK, None)
    return found if isinstance(found, Access) else None


def undeclared(app: Flask) -> list[str]:
    """Endpoints that forgot to say who may use them."""
    return sorted(name for name in app.view_functions if declared(app, name) is None)


def rights_of(app: Flask, endpoints: Iterable[str]) -> dict[str, tuple[Right, ...]]:
    """The rights that each of these endpoints asks for: for menus that show only what one may open."""
    found = {name: declared(app, name) for name in endpoints}
    return {name: access.rights for name, access in found.items() if access is not None}
