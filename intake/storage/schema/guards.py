"""Guards that the database holds against everybody, the product included."""

from __future__ import annotations

GUARDS: tuple[str, ...] = ()
UNGUARDS: tuple[str, ...] = ()
