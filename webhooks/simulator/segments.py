"""How a text is cut into parts on the air: GSM-7 in 160 or 153, everything else in 70 or 67."""

BASIC = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = set("^{}\\[~]|€\f")


def encoding(text: str) -> str:
    """`GSM-7` if every character is in the alphabet of the air, else `UCS-2`."""
    return "GSM-7" if set(text) <= BASIC | EXTENSION else "UCS-2"


def units(text: str) -> int:
    """Septets, or 16-bit units where the text needs UCS-2."""
    if encoding(text) == "GSM-7":
        return len(text) + sum(each in EXTENSION for each in text)
    return len(text.encode("utf-16-be")) // 2


def segments(text: str) -> int:
    """Parts that the text is sent in; an empty one is still one."""
    one, many = (160, 153) if encoding(text) == "GSM-7" else (70, 67)
    size = units(text)
    return 1 if size <= one else -(-size // many)


def plain_quotes(text: str) -> str:
    """Typographic quotes, dashes and blanks as plain ones: what `SmartEncoded` makes of a text."""
    return text.translate(_PLAIN)


_PLAIN = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " "}
)
