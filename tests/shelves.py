"""Which tests stay together on one process: those of a file, and all journeys through the one running service.

xdist's own `loadgroup` renames tests by an attribute that pytest no longer looks at, so that it groups nothing.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

# These start what they need themselves.
_ALONE = frozenset({"test_demo.py"})


_JOURNEYS = "journeys"


class Shelves(LoadScopeScheduling):
    """Gives each process whole shelves of tests; the one that takes by far the longest is begun first."""

    def _assign_work_unit(self, node: WorkerController) -> None:
        if _JOURNEYS in self.workqueue:
            self.workqueue.move_to_end(_JOURNEYS, last=False)
        super()._assign_work_unit(node)

    def _split_scope(self, nodeid: str) -> str:
        return shelf(nodeid)


def shelf(nodeid: str) -> str:
    """The shelf that a test lies on."""
    path = PurePosixPath(nodeid.split("::", 1)[0])
    shared = path.parent.as_posix() == "tests/journeys" and path.name not in _ALONE
    return _JOURNEYS if shared else path.as_posix()
