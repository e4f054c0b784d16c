"""Plays saved scenarios against a running network: 0 if all came as saved, 1 at a difference, 2 if it cannot."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from webhooks.simulator.people import Network
from webhooks.simulator.saved.file import NotAScenario, Scenario, parse
from webhooks.simulator.saved.players import Outcome, replay


def main(arguments: Sequence[str] | None = None) -> int:
    """Play the files one after the other; every one is played, whatever became of those before it."""
    parser = argparse.ArgumentParser(prog="python -m webhooks.simulator.replay", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--address", required=True, help="where the network of phones is, http://127.0.0.1:8002")
    parser.add_argument("--speed", type=float, help="simulated seconds in a real one, from now on")
    asked = parser.parse_args(arguments)
    try:
        scenarios = [parse(path.read_text("utf-8")) for path in asked.files]
        network = Network(asked.address)
        if asked.speed:
            network.runs_at(asked.speed)
        outcomes = [_played(network, scenario) for scenario in scenarios]
    except (OSError, NotAScenario) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0 if all(outcome.passed for outcome in outcomes) else 1


def _played(network: Network, scenario: Scenario) -> Outcome:
    outcome = replay(network, scenario)
    sys.stdout.write(outcome.story() + "\n")
    sys.stdout.flush()
    return outcome


if __name__ == "__main__":
    raise SystemExit(main())
