"""One step's words in the draft, both languages and channels beside each other."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from intake.console.access import allowed
from intake.console.pages.script.common import done, editor, sample, shown, wordings
from intake.console.viewer import house
from intake.conversation import drafts
from intake.conversation.checks import check
from intake.conversation.drafts import Said
from intake.conversation.editing import Place
from intake.conversation.script import Script
from intake.staff.access import Right
from intake.storage.script_edits import Draft

_LONGEST = 600


def install(pages: Blueprint) -> None:
    """Serve the form."""
    pages.get("/script/steps/<step>")(step_form)
    pages.post("/script/steps/<step>")(keep_step)


@allowed(Right.SCRIPT_CHANGE)
def step_form(step: str) -> ResponseReturnValue:
    """The words as they are in the draft."""
    with house().database.begin() as connection:
        script, draft = shown(connection)
    if draft is None or step not in script.steps:
        abort(404)
    return _form(script, draft, step)


@allowed(Right.SCRIPT_CHANGE)
def keep_step(step: str) -> ResponseReturnValue:
    """Keep the words that were sent; places that the step has not are not looked at."""
    given = request.form.get("version", "")
    version = int(given) if given.isascii() and given.isdigit() and len(given) < 9 else -1
    with house().database.begin() as connection:
        script, draft = shown(connection)
        if draft is None or step not in script.steps:
            abort(404)
        changed = _sent(script, step)
        if any(not text or len(text) > _LONGEST for text in changed.values()):
            said = Said.WRONG
        else:
            said = drafts.edit(connection, editor(), version, step, changed) if changed else Said.DONE
    if said in (Said.WRONG, Said.STALE):
        # What was typed stays in the form, beside what is in the draft by now.
        return _form(script, draft, step, said, changed)
    return done(said, part=f"step-{step}")


def _sent(script: Script, step: str) -> dict[Place, str]:
    changed: dict[Place, str] = {}
    for languages in wordings(script, script.steps[step]).values():
        for wording in languages.values():
            text = " ".join(request.form.get(wording.field, wording.text).split())
            if text != wording.text:
                changed[wording.place] = text
    return changed


def _form(
    script: Script, draft: Draft, step: str, said: Said | None = None, typed: Mapping[Place, str] | None = None
) -> ResponseReturnValue:
    found = [one for one in check(script, sample()) if one.step in (step, script.steps[step].words)]
    return render_template(
        "pages/script/step.html",
        step=script.steps[step],
        draft=draft,
        words=wordings(script, script.steps[step]),
        findings=found,
        said=said,
        typed=typed or {},
    ), 422 if said else 200
