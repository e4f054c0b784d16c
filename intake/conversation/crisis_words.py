"""The words of danger as patterns over plain text: kind, language, patterns. Seeded by domain 3."""

from __future__ import annotations

from intake.conversation.instructions import Language

_NOT = (
    r"(?:not|isnt|aint|no longer|stopped|stop|barely|hardly|cant|cannot|can not|doesnt|dont|didnt|wont|"
    r"wasnt|"
    r"arent)"
)
_FEW = r"(?:\w+ ){0,3}"
_SELF = (
    r"(?:myself|my self|himself|him self|herself|her self|themself|themselves|yourself|ourselves|"
    r"my life|his life|her life|their life|it all)"
)

_OVERDOSE_EN = (
    r"ov[ea]?r+ ?do(?:s|z|es)\w*",
    r"od|oded|oding|ods|o d",
    rf"{_NOT} {_FEW}(?:br[ea]{{1,3}}th\w*|breating|breting|brething)",
    r"(?:trouble|difficulty|struggling|gasping) (?:\w+ )?(?:br[ea]{1,3}th\w*|for air)",
    rf"(?:{_NOT}|couldnt|unable to|never|no) {_FEW}(?:wak\w*|woke\w*)",
    r"(?:blue|purple|gray|grey) lips?",
    r"lips? {few}(?:blue|purple|gray|grey)".replace("{few}", _FEW),
    r"(?:turn\w*|going|goes|went|gone|all) (?:blue|purple)",
    r"blue in the face",
    r"un ?respons\w*|not respond\w*|isnt respond\w*|wont respond",
    r"uncon[cs]\w*|passed out|passing out|collapsed",
    r"no pulse|heart stopped|foaming",
    r"narcan|naloxone",
    rf"(?:took|take|taken|swallowed|ate|drank) {_FEW}(?:too (?:much|many)|bunch|bottle|handful|"
    rf"all (?:my|his|her|the))",
    r"too many (?:pills|xanax|percs?|oxys?|bars)",
    r"(?:drank|swallowed) (?:bleach|poison)|poison(?:ed|ing)",
    r"(?:having|had) a seizure (?:right )?now|(?:is|hes|shes|im|am) having a seizure|seizing",
)
_SUICIDE_EN = (
    r"s[uo]+[iy]*[cs]+[iy]*d\w*",
    rf"(?:kil+\w*|hang\w*|shoot\w*|cut+\w*|hurt\w*|harm\w*|stab\w*|end\w*|drown\w*) (?:\w+ )?{_SELF}",
    rf"(?:want|wanna|wants|wanted|wish\w*|going|gonna|gunna|ready|rather|hope|need|tryna|"
    rf"trying) {_FEW}(?:die|dye|dead|dying)",
    rf"(?:{_NOT}|no) (?:\w+ )?(?:{_NOT} )?(?:want|wanna|wants|wanting|wish) {_FEW}(?:live|liv|living|"
    rf"alive|exist|here|wake)",
    r"better off (?:dead|without me)",
    r"(?:no|any|a|without) reason to (?:live|go on|be alive)|nothing to live for|not worth living|"
    r"tired of (?:living|life|being alive)",
    r"(?:cant|cannot|can not|dont want to|dont wanna) (?:go on|keep going|do this anymore|"
    r"take it anymore|take this anymore)",
    r"(?:take|taking|took) (?:my|his|her|their) (?:own )?life",
    r"end (?:it|things)|ending it",
    r"self ?harm\w*|kms|unalive\w*|jump off|slit\w* (?:my|his|her)",
)
_VIOLENCE_EN = (
    r"(?:hits?|hitting|beats?|beating|chok\w*|strangl\w*|punch\w*|slap\w*|hurts?|hurting|attack\w*|"
    r"threaten\w*|abus\w*|"
    r"rap(?:e|es|ed|ing)|stab\w*|shot|shoots?|molest\w*|assault\w*|kicks|kicking) (?:\w+ )?(?:me|us|"
    r"my (?:mom|mother|kids?|baby|sister|son|daughter))",
    r"kil+(?:s|ed|ing)? (?:me|him|her|us|them|you|somebody|someone|my \w+)",
    r"guns?|gunshot|knife|weapon|pistol|rifle|raped?|molest\w*|strangl\w*|stabbed",
    r"domestic violence|abusive|beaten up|beat up",
    r"(?:afraid|scared|terrified) (?:of|for) (?:\w+ )?(?:him|her|my life|husband|wife|boyfriend|"
    r"girlfriend|dad|father|ex|partner)",
    r"(?:im|i am|were|we are) not safe|not safe (?:here|at home)|unsafe at home",
    r"wont let me (?:leave|go)|locked me",
)
_UNKNOWN_EN = (
    r"emerg[ea]n[cs]\w*",
    r"911|9 1 1|nine one one|988|9 8 8|nine eight eight",
    r"ambulance|paramedics?|sos",
    r"dying|(?:is|hes|shes|theyre|he is|she is|looks|think) (?:\w+ )?dead|lifeless|heart attack",
    r"in danger|in crisis|a crisis|crisis",
)

_OVERDOSE_ES = (
    r"sobre ?do[sc]\w*",
    r"(?:no|sin|dejo de|apenas|casi no) (?:\w+ ){0,2}respir\w*|respira (?:mal|poco)",
    r"no (?:\w+ ){0,3}(?:despiert\w*|desperta\w*|reacciona\w*|responde\w*)",
    r"inconsciente|inconciente|desmay\w*|perdio el conocimiento",
    r"labios (?:\w+ )?(?:azul\w*|morad\w*)|se (?:puso|esta poniendo|pone) (?:azul|morad\w*)",
    r"sin pulso|no tiene pulso|narcan|naloxona|convulsionando|se ahoga|se esta ahogando",
    r"(?:tomo|tome|tomado|trago|trague) (?:\w+ ){0,3}(?:demasiad\w*|muchas pastillas|"
    r"todas las pastillas|veneno)",
)
_SUICIDE_ES = (
    r"suic\w*|suis\w*|suycid\w*",
    r"matar(?:me|se)|me (?:quiero|voy a|pienso) matar|se (?:quiere|va a) matar|ahorcar(?:me|se)|"
    r"colgar(?:me|se)",
    r"quit(?:ar|arme|arse|o) (?:\w+ )?vida|(?:acabar|terminar) con (?:mi|su|la) vida|acabar con todo",
    r"(?:quiero|quisiera|quiere|deseo|prefiero|voy a|ganas de|queria) (?:\w+ )?(?:morir\w*|estar muert\w*)",
    r"no (?:\w+ )?(?:quiero|quiere|puedo) (?:\w+ ){0,2}(?:vivir|viviendo|existir|seguir asi)",
    r"no vale la pena vivir|sin ganas de vivir|no tengo ganas de vivir|mejor muert\w*|para que vivir|"
    r"ya no puedo mas",
    r"(?:hacerme|hacerse) dano|cortar(?:me|se)|lastimar(?:me|se)",
)
_VIOLENCE_ES = (
    r"(?:me|nos) (?:pega\w*|pego|golpea\w*|golpeo|maltrat\w*|lastim\w*|amenaz\w*|viol[oa]\w*|abus\w*|"
    r"ahorc\w*|empuj\w*)",
    r"(?:me|nos) (?:esta|estan|va a|van a|quiere|quieren|quiso) (?:pega\w*|golpea\w*|maltrat\w*|"
    r"lastim\w*|mata\w*|hacer)",
    r"(?:me|nos) hac\w* dano|pegandome|golpeandome|lastimandome",
    r"pistola|arma|armas|cuchillo|navaja|balazo|violacion|violencia",
    r"(?:le )?(?:tengo )?miedo (?:a|de) (?:mi|el|ella)|no me deja salir|no estoy (?:a salvo|segura en)",
)
_UNKNOWN_ES = (
    r"emergencias?|emerjencia|urgencia|nueve uno uno|nueve once|ambulancia|auxilio|socorro",
    r"(?:se )?(?:esta|estoy) muriendo|se muere|me muero|esta muert\w*",
    r"en peligro|en crisis|una crisis",
)

PATTERNS: tuple[tuple[str, Language, tuple[str, ...]], ...] = (
    ("overdose", "en", _OVERDOSE_EN),
    ("overdose", "es", _OVERDOSE_ES),
    ("suicide", "en", _SUICIDE_EN),
    ("suicide", "es", _SUICIDE_ES),
    ("violence", "en", _VIOLENCE_EN),
    ("violence", "es", _VIOLENCE_ES),
    ("unknown", "en", _UNKNOWN_EN),
    ("unknown", "es", _UNKNOWN_ES),
)
