"""The words with which a threat begins, as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Cue:
    """Words with which a threat begins.

    Parameters
    ----------
    pattern
        A regular expression; a name in braces stands for a list of ``threats.toml`` or for one of `PARTS`.
    status
        The value of the attribute of that name.
    score
        The share of right ones among them, about as measured on articles and sentences with labels.
    example
        A sentence with the threat in square brackets.
    asks
        What must not be so in the sentence for the words to be a threat: ``subject``, that somebody without a will is
        their subject; ``onlooker``, that others say what will happen; ``object``, that what is threatened is a thing;
        ``judged``, that threats as such are judged.
    """

    name: str
    pattern: str
    status: str
    score: float
    example: str
    asks: tuple[str, ...] = ()


PARTS: Final = {
    # Up to six words, such as whom one warns.
    "who": r"(?:[\w’'.%“\"-]+ ){0,6}?[“\"‘]?",
    "few": r"(?:[\w’'%“\"‘-]+,? ){0,4}?[“\"‘]?",
    "any": r"[^;“”\"]",
    "adverb": r"(?:(?:\w+ly|also|soon|now|then|again|even|next|only|first|once again|not only) )?[“\"‘]?",
    "will": r"(?:would|will|shall|[’']ll|(?:is|are|was|were|[’'](?:s|re|m)) going to|would have to|may|might|could)",
    "must": r"(?:would|will|shall|[’']ll|must|(?:is|are|was|were|[’'](?:s|re|m)) going to)",
    "time": r"(?:\w+[ -])?(?:\w+ )?(?:hours?|days?|weeks?|months?|minutes?|(?:until|till|by) (?:\w+day|noon|midnight|dawn|dusk|sunset|tomorrow|(?:next|this|the) \w+|\d+|[A-Z][\w.]+)(?: \w+)?)",
    "self": r"(?:it|he|she|they|we|I|its \w+|his \w+|their \w+|our \w+|her \w+)",
}
"""What can stand in a pattern beside the lists: short rows of words."""

_STRONG: Final = r"(?:{act}|{apart}|{begin}|{withhold}|{leave})"
_WEAK: Final = r"(?:{move}|{violent}|{armed}|{apart}|{begin}|{withhold}|{leave}|{dissent})"
_CRUEL: Final = rf"(?:{_STRONG}|{{violent}}|{{armed}}|{{onward}})"

# fmt: off
CUES: Final = (
    Cue("denial",
        rf"\b(?:denies|denied|deny|denying)(?: that)? (?:{{self}} )?(?:(?:had|has|have|having|was|is|were|are) )?(?:ever )?"
        rf"(?:threaten(?:ed|ing|s)?\b(?= \w)|(?:plan(?:s|ned|ning)?|intend(?:s|ed|ing)?)\b(?= to {{adverb}}{_WEAK}))",
        "denied", 0.8, "Ardan [denied that it planned to invade the island]."),
    Cue("withdrawal",
        r"\b(?:withdr(?:ew|aws?|awn)|retract(?:s|ed)?|drop(?:s|ped)?|back(?:s|ed) (?:away|down|off) from|walk(?:s|ed) back|"
        r"renounc(?:es|ed)|abandon(?:s|ed)|softened|step(?:s|ped) back from) {few}threats? (?:to|of|against)\b",
        "withdrawn", 0.8, "Ardan [withdrew its threat to close the strait]."),
    Cue("threaten to", r"\bthreaten(?:s|ed|ing)?(?: {time})?(?: \w+day)?(?: on \w+)? to\b(?! (?:\w+ly )?{dooms})", "made", 0.9,
        "The rebels [threatened to shell the port if the ships stayed], and left.", ("subject",)),
    Cue("threaten with", r"\bthreaten(?:s|ed|ing)? {who}with\b(?! {few}{things})", "made", 0.9,
        "The union [threatened the generals with sanctions].", ("subject",)),
    Cue("threaten harm",
        rf"\bthreaten(?:s|ed|ing)?(?: {{time}})? (?:(?:a|an|the|its|his|their|new|more|on \w+) )*(?={{few}}{{deeds}}|{_WEAK}|that\b|{{harsh}} )",
        "made", 0.9, "The opposition [threatened a general strike].", ("subject", "object")),
    Cue("threaten somebody", r"(?<!would\s)(?<!could\s)(?<!might\s)(?<!may\s)(?<!can\s)(?<!will\s)(?<!-)\bthreaten(?:s|ed|ing)\b(?! (?:by|and|or|behaviou?r|manner|attitudes?|posture|language|way|statements|to)\b)(?= [\w“\"])", "made", 0.75,
        "The guards [threatened the reporters].", ("subject", "object", "onlooker", "judged")),
    Cue("is threatened with", r"\bthreatened with\b(?= {few}(?:{deeds}|{faces}))", "made", 0.75,
        "The reporters were [threatened with arrest]."),
    Cue("threatened by", r"\bthreatened by\b(?= (?:[\w-]+ ){0,3}{menaces})", "made", 0.65,
        "The bishop was [threatened by gunmen]."),
    Cue("not ruled out", r"\b(?:(?:not|never) rul(?:e|ed|ing) out|(?:refus|declin)(?:e|es|ed|ing) to rule out) (?=(?:[\w-]+ ){0,3}(?:force|military|sanctions|strikes?|war|intervention|retaliation|invasion|attacks?)\b)", "made", 0.75,
        "The president has [not ruled out the use of force]."),
    Cue("threat to do", rf"\b(?:(?:a|an|the|its|his|her|their|\w+[’']s?|new|repeated) )?(?:\w+ )?(?:threats?|vows?|pledges?|oaths?) (?:by (?:[\w’']+ ){{1,4}})?to {{adverb}}(?={_WEAK})", "made", 0.8,
        "He ignored [a threat by the generals to dissolve parliament].", ("judged",)),
    Cue("threat of harm", r"\b(?:(?:a|the|its|his|their|new|repeated|[Tt]he) )?(?:threats?|vows?|promises?|pain) of (?={few}(?:{deeds}|retaliation|revenge))", "made", 0.7,
        "They met after [the threat of sanctions].", ("judged",)),
    Cue("threats against", r"\b(?:death threats?|threats? (?:against|towards?)|(?:same|similar) threats?)\b", "made", 0.7,
        "The group issued [threats against judges].", ("judged",)),
    Cue("vow", rf"\b(?:vow(?:s|ed|ing)?|swore|swears|sworn)\b(?= {{few}}(?:to|not to|that {{who}}(?:would|will)) {{adverb}}(?:{_WEAK}|{{onward}}|{{resolve}}|let|rest|{{harsh_result}})|{{any}}{{0,70}}?\b(?:revenge|vengeance|retaliation|retribution|reprisals?|sanctions|tariffs|jihad|unpunished|unanswered|(?:more|further|new|fresh|continued|bloody|deadly) (?:attacks|strikes|bombings|raids|violence|bloodshed|assaults)|{{harsh_result}})\b)",
        "made", 0.85, "The army [vowed to take revenge].", ("games", "cause")),
    Cue("promise of harm",
        rf"\b(?:promis|pledg)(?:es|ed|e|ing) (?:that )?(?=(?:{{who}}(?:to|would|will) {{adverb}})?(?:{_CRUEL}|{{resolve}})|{{few}}(?:{{harsh_result}}|sanctions|retaliation|revenge|retribution|reprisals|punishment|(?:more|further|new|fresh) (?:attacks|strikes|bombings|raids)))",
        "made", 0.8, "The president [promised additional sanctions].", ("games", "cause")),
    Cue("warning of one's own act",
        rf"\bwarn(?:s|ed|ing)?\b(?= (?:{{who}}(?:\w+day )?)?(?:that )?{{self}} {{will}} {{adverb}}(?:{_WEAK}|{{resolve}}|have to))",
        "made", 0.85, "The general [warned that he would retaliate if he was attacked].", ("subject",)),
    Cue("warning of one's own harm",
        rf"\bwarn(?:s|ed|ing)?\b(?={{any}}{{0,120}}?\b(?:would|will|could|can) {{adverb}}(?:{_STRONG}|{{resolve}}|face {{few}}{{faces}}))",
        "made", 0.75, "The general [warned that the army would retaliate if it was attacked].", ("subject", "onlooker")),
    Cue("warning of consequences",
        r"\bwarn(?:s|ed|ing)? {who}(?:of|about) (?={few}(?:consequences|retaliation|reprisals|revenge|sanctions|countermeasures|punishment|{harsh_result}|military action|legal action|strikes))",
        "made", 0.8, "Ardan [warned Tavia of severe consequences].", ("subject",)),
    Cue("warning not to", r"\bwarn(?:s|ed|ing)? (?:[\w’'.-]+ ){1,5}?(?:not to|against) (?={provocations})", "made", 0.65,
        "The general [warned others not to test his army].", ("subject", "onlooker")),
    Cue("harm in quotes", rf"(?<=[“\"])(?:We|I)(?:[’']ll| will| shall| are going to) {{adverb}}(?={_WEAK}|{{resolve}})", "made", 0.8,
        "“[We will burn down your villages],” he said."),
    Cue("resolve", r"\b{must} {adverb}(?={resolve}|{answer})", "made", 0.8,
        "He said that the ship [would not hesitate to open fire].", ("subject", "onlooker")),
    Cue("condition first", rf"(?:(?<=[“\"])|\b)(?:[Ii]f|[Uu]nless|[Ss]hould|[Ww]ere {{few}}to)\b{{any}}{{3,90}}?(?:,[”\"]? {{who}}{{will}} {{adverb}}(?=(?:start |begin )?(?:{_WEAK}|{{resolve}}|{{undergo}}))|{{will}} {{adverb}}(?={_CRUEL}|{{resolve}}))", "made", 0.75,
        "“[If they cross the river, we will shoot],” he said.", ("subject", "onlooker", "games")),
    Cue("harm with a condition",
        rf"\b(?:would|will|shall|may|[’']ll|going to) {{adverb}}(?={_WEAK}\b{{any}}{{0,90}}?(?<!only\s)\b(?:if|unless|until|should|in case|in the event|any\b|anyone|as long as))", "made", 0.75,
        "The union [will halt aid unless the generals leave].", ("subject", "onlooker", "games")),
    Cue("harm to come", rf"\b(?:would|will|shall|[’']ll) {{adverb}}(?={_STRONG})", "made", 0.75,
        "The union said that it [would impose sanctions on the generals].", ("subject", "onlooker", "games")),
    Cue("done to them", r"\b{must} (?={undergo})", "made", 0.7,
        "He said that the ships [would be fired upon].", ("subject", "onlooker", "games")),
    Cue("done on a condition", r"\b{must} (?={stopped}\b{any}{0,90}?(?<!only\s)\b(?:if|unless)\b)", "made", 0.65,
        "The strait [will be closed if they come].", ("subject", "onlooker", "games")),
    Cue("certain harm", r"\b(?:retaliation|revenge|vengeance|reprisals?|punishment|retribution|(?:our|its|their|the) response) (?:is|was|were|will be|would be) (?:\w+ )?(?:inevitable|certain|coming|swift|harsh|severe|crushing|near|imminent|devastating|painful|assured|immediate)\b", "made", 0.7,
        "The envoy said that [retaliation was inevitable]."),
    Cue("who does so",
        rf"\b(?:[Aa]ny|[Aa]nyone|[Ww]hoever|[Ee]veryone|[Aa]nybody)\b(?={{any}}{{3,80}}? (?:will|would|shall) {{adverb}}(?:{_WEAK}|{{resolve}}|face {{few}}{{faces}}))", "made", 0.75,
        "“[Anyone who helps them will be shot],” he said.", ("onlooker", "games")),
    Cue("to face", r"\b(?:(?:would|will|shall|must|[’']ll) (?:then |now |soon )?face|faces?|facing|faced with|could face|risks?|risked|risking)\b(?= {few}{faces}\b)(?={any}{0,80}?\b(?:if|unless|until)\b)", "made", 0.75,
        "Tavia [faces sanctions if it stays].", ("onlooker",)),
    Cue("would face", r"\b(?:would|will) {adverb}face (?={few}(?:{faces})\b)", "made", 0.75,
        "Tavia [would face sanctions].", ("onlooker",)),
    Cue("consequences", r"\b(?:[Tt]here )?(?:would|will) be (?=(?:\w+ ){0,2}(?:consequences|retaliation|reprisals|blood|bloodshed|no mercy|war|costs|a price to pay|hell to pay|a (?:\w+ )?(?:response|reaction)))", "made", 0.75,
        "There [would be consequences if the truce broke]."),
    Cue("ultimatum of time",
        r"\b(?:gave|give|gives|given|giving) (?:[\w’'.-]+ ){1,10}?{time} to (?={concessions})", "made", 0.8,
        "The rebels [gave Ardan 48 hours to free them]."),
    Cue("time to obey", r"\b(?:has|have|had) (?:only |just )?{time} to (?={concessions})", "made", 0.6,
        "You [have until Friday to surrender].", ("games",)),
    Cue("ultimatum", r"\b(?:issu(?:es|ed|ing)|g[ai]ve[sn]?|deliver(?:s|ed)?|set|presented?|sent) {few}(?:with )?(?:an |its |their |his |a )(?:[\w-]+ )?ultimatum\b", "made", 0.8,
        "He [issued an ultimatum to the rebels]."),
    Cue("deadline", r"\b(?:set|sets|setting|gave|gives|imposed) {few}deadline\b(?={any}{0,90}?\bor (?:else|face|{otherwise}))", "made", 0.75,
        "It [set a deadline of May for the troops to leave or be attacked]."),
    Cue("do it or", rf"(?:(?<=to\s)\w+|(?<=must\s)\w+|(?<=should\s)\w+|(?:{{concessions}}|{{orders}}))\b(?={{any}}{{0,70}}?\bor (?:{{otherwise}}|we will {_WEAK}))", "made", 0.75,
        "He told them to [leave the land or face arrest].", ("games",)),
    Cue("options", r"\b(?:[Aa]ll|[Ee]very|[Nn]o|any|[Mm]ilitary) (?:military )?options? (?:(?:is|are|was|were|remain(?:s|ed)?|lies|being|stay(?:s|ed)?) )?(?:still )?(?:on|off) the table\b", "made", 0.8,
        "He said that [all options are on the table]."),
    Cue("right reserved", r"\breserv(?:es?|ed|ing) (?:the|its|their|our|his) (?:full |legitimate )?rights? to (?=(?:\w+ )?(?:respond|retaliat|react|use|act|attack|strike|take|defend|board|intervene|hit|defensive|reply|punish))", "made", 0.8,
        "Tavia [reserves the right to respond to the attack]."),
    Cue("readiness",
        rf"\b(?:is|was|are|were|stood|stands?|remains?|[’']re|[’']s) (?:\w+ )?(?:ready|prepared|willing|determined|poised|set|not afraid) to {{adverb}}(?=(?:{_STRONG}|strike|hit|fight|intervene|use|respond to any|act against|deploy|go to war))", "made", 0.75,
        "He said that he [was ready to impose further measures].", ("subject", "onlooker", "games")),
    Cue("plan to harm",
        rf"(?<!no\s)\b(?:plans|planned|planning|intend(?:s|ed|ing)?|prepar(?:es|ed|ing)|agreed) to {{adverb}}(?={_STRONG})", "made", 0.65,
        "Tavia [plans to expel two diplomats].", ("subject", "onlooker", "games", "warned")),
    Cue("harm considered",
        rf"\b(?:consider(?:ed|ing)?|weigh(?:s|ed|ing)?|mull(?:s|ed|ing)?|hint(?:s|ed|ing)? at|signal(?:s|ed|l?ing)?|talk(?:s|ed|ing)? of|dr(?:aw|ew|awing) up|draft(?:ed|ing)|prepar(?:e|ed|ing)|readying|raised the (?:prospect|possibility|specter|spectre) of|float(?:ed|ing)? the idea of) (?!the )(?={{few}}(?:sanctions|retaliation|tariffs|reprisals|countermeasures|(?:nuclear )?war\b|military (?:action|strikes?|force|intervention|response))|cutting off|punishing|expelling|retaliating)", "made", 0.65,
        "The bloc [is considering sanctions].", ("subject", "judged")),
    Cue("order to harm", rf"\border(?:s|ed|ing)? {{who}}to (?:be ready to |prepare to )?(?={_STRONG}|shoot|fire\b|storm|burn)", "made", 0.65,
        "He said he would [order the navy to destroy any such boat].", ("games",)),
    Cue("harm possible", rf"\b(?:may|might|could) {{adverb}}(?!be )(?={_STRONG}\b|{{withhold}}|{{leave}})", "made", 0.6,
        "A spokesman said that it [could expel the envoys].", ("subject", "onlooker", "games", "warned")),
    Cue("sanctions to come", r"\b(?:{deeds}) (?:would|will|could|may|must) be (?=(?:\w+ly )?(?:imposed|raised|tightened|extended|launched|introduced|widened|increased|resumed|reimposed|considered|taken|stepped up))", "made", 0.7,
        "He said that [tariffs would be raised unless they talked].", ("onlooker", "games")),
    Cue("harm was threatened", r"\b(?:{deeds}) (?:was|were|is|are|(?:has|have|had) been) threatened\b", "made", 0.7,
        "New [sanctions were threatened]."),
    Cue("could face", r"\b(?:could|may|might|risks?|risking) (?:also |soon |then )?(?:face )?(?=(?:[\w-]+ ){0,3}(?:sanctions|severe consequences|serious consequences|retaliation|tariffs|reprisals|military action)\b)", "made", 0.6,
        "Tavia [could face new sanctions].", ("onlooker",)),
    Cue("stern warning", r"\b(?:stern|(?:thinly )?veiled|chilling|final|last|blunt) (?:warnings?|threats?)\b", "made", 0.65,
        "He gave a [stern warning to the rebels].", ("judged",)),
    Cue("more to come", rf"\b(?:would|will|shall) (?:keep|continue|go on|carry on|press on|not stop) (?=(?:to |up |on |with )?{{few}}(?:{_STRONG}|fight\w*|attack\w*|offensive|strikes))", "made", 0.7,
        "He said that they [would keep attacking ships].", ("subject", "onlooker", "games")),
    Cue("next time", r"\b(?:Next time|[Yy]ou have been warned|[Yy]ou will pay|[Bb]eware|(?:days|hours) are numbered|(?:[Dd]o not|[Dd]on[’']t|not to) (?:test|provoke) (?:us|our|its|his|my|me|their))\b", "made", 0.65,
        "“[Next time] we aim,” he said."),
)
# fmt: on
