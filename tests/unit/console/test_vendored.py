"""What we took from elsewhere is what we say it is, with its licence, and nothing else came along."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

import intake.console

_FOLDER = Path(intake.console.__file__).parent / "static" / "vendor"


def test_every_file_has_its_digest_and_licence() -> None:
    named = tomllib.loads((_FOLDER / "SOURCES.toml").read_text("utf-8"))
    assert sorted(named) == sorted(file.name for file in _FOLDER.glob("*.js"))
    for name, about in named.items():
        assert hashlib.sha256((_FOLDER / name).read_bytes()).hexdigest() == about["sha256"], name
        assert (_FOLDER / f"{name.split('.')[0].removesuffix('-ext')}.LICENSE").exists(), name


def test_our_own_scripts_and_styles_name_no_other_place() -> None:
    root = _FOLDER.parent
    for file in [*root.glob("css/*.css"), *root.glob("js/*.js")]:
        assert not re.search(r"https?:|@import|url\(", file.read_text("utf-8")), file
