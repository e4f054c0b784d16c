"""The demo plays the main job end to end; with one expectation broken on purpose, exactly that one shows."""

from __future__ import annotations

import pytest

from intake.cli.commands import demo
from intake.cli.demo.expectations import EXPECTATIONS, Expected
from intake.settings import Settings
from intake.settings.fields import environment_name


@pytest.mark.timeout(300)
@pytest.mark.usefixtures("plain_logs")
def test_the_main_job_and_a_broken_expectation(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for field in Settings.model_fields:
        monkeypatch.delenv(environment_name(field), raising=False)
    broken = Expected("english", "callback.class", "P9")
    assert demo.run((*EXPECTATIONS, broken)) is False
    said = capsys.readouterr().out
    assert [line.strip() for line in said.splitlines() if "✗" in line] == ["✗ callback.class: P2 (expected P9)"]
    assert "Llamó a Harbor Path" in said
