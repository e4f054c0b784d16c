"""The notices that go with every disclosure, to the byte (42 CFR 2.32, final rule of 2024)."""

from __future__ import annotations

# 42 CFR 2.32(a)(1), 89 FR 12472. Check both against eCFR before every release.
VERSION = "2024"

STATEMENT_1 = (
    "This record which has been disclosed to you is protected by Federal confidentiality rules (42 CFR "
    "part 2). These rules prohibit you from using or disclosing this record, or testimony that describes "
    "the information contained in this record, in any civil, criminal, administrative, or legislative "
    "proceedings by any Federal, State, or local authority, against the patient, unless authorized by "
    "the consent of the patient, except as provided at 42 CFR 2.12(c)(5) or as authorized by a court in "
    "accordance with 42 CFR 2.64 or 2.65. In addition, the Federal rules prohibit you from making any "
    "other use or disclosure of this record unless at least one of the following applies: (i) Further "
    "use or disclosure is expressly permitted by the written consent of the individual whose information "
    "is being disclosed in this record or as otherwise permitted by 42 CFR part 2. (ii) You are a "
    "covered entity or business associate and have received the record for treatment, payment, or health "
    "care operations, or (iii) You have received the record from a covered entity or business associate "
    "as permitted by 45 CFR part 164, subparts A and E. A general authorization for the release of "
    "medical or other information is NOT sufficient to meet the required elements of written consent to "
    "further use or redisclose the record (see 42 CFR 2.31)."
)

# 42 CFR 2.32(a)(2).
STATEMENT_2 = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."

STATEMENTS = {f"{VERSION}-1": STATEMENT_1, f"{VERSION}-2": STATEMENT_2}

# What everybody hears who asks about a person, whether we know the person or not (42 CFR 2.13(c)(2)): it
# does not say that the regulations restrict the records of an identified patient.
NEUTRAL_ANSWER = {
    "en": (
        "We can't say whether any person has ever contacted us. Please send your request in writing to our "
        "privacy officer."
    ),
    "es": (
        "No podemos decir si alguna persona se ha comunicado con nosotros. Envíe su solicitud por "
        "escrito a la persona encargada de privacidad."
    ),
}


def version_of(text: str) -> str | None:
    """Which statement this is, byte for byte; None for any other wording, the old short form among them.

    The form of 2018 to 2020 left out "use or" and is not a notice any more.
    """
    found = [version for version, statement in STATEMENTS.items() if statement.encode() == text.encode()]
    return found[0] if found else None
