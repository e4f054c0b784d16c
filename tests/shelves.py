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
# With so few tests left a process is given its next shelf by xdist.
_NEARLY_DONE = 2


class Shelves(LoadScopeScheduling):
    """Gives each process whole shelves of tests; those that take longest are begun first, the journeys' before all.

    A process that has much to do and is to get one more gets what is shortest: it would keep a long one from
    the others."""

    def _assign_work_unit(self, node: WorkerController) -> None:
        if self._pending_of(self.assigned_work.get(node, {})) > _NEARLY_DONE:
            self.workqueue.move_to_end(next(reversed(self.workqueue)), last=False)
        else:
            self.workqueue.move_to_end(min(self.workqueue, key=_weight), last=False)
        super()._assign_work_unit(node)

    def _split_scope(self, nodeid: str) -> str:
        return shelf(nodeid)


def shelf(nodeid: str) -> str:
    """The shelf that a test lies on."""
    path = PurePosixPath(nodeid.split("::", 1)[0])
    shared = path.parent.as_posix() == "tests/journeys" and path.name not in _ALONE
    return _JOURNEYS if shared else path.as_posix()


def _weight(shelf_: str) -> int:
    """Less is longer. Within one weight the order stays xdist's own: more tests first."""
    return 0 if shelf_ == _JOURNEYS else 1 if shelf_.startswith("tests/journeys") else 2
