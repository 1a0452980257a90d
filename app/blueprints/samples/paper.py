"""From a sample's rows to the report that is printed."""

from flask import url_for

from app.blueprints.samples.presenter import LEVEL_LABELS
from app.core.bilingual import BilingualText
from app.core.messages import N_, Message
from app.documents.papers import Line
from app.documents.sample_reports import CheckedLine, SampleReport
from app.domain.areas.models import AreaLevel
from app.domain.areas.queries import find_ancestor
from app.domain.candidate_lists.models import CandidateList
from app.domain.reviews import findings
from app.domain.reviews.models import ReviewLevel, Sample
from app.web.pages import printed_address

NOTHING = BilingualText("", "")
INPUT_LABELS = (
    ("digest", N_("Digest of the notice")),
    ("list", N_("List")),
    ("level", N_("Level")),
    ("source", N_("Public value: published as")),
    ("day", N_("Public value: of which day")),
    ("value", N_("Public value")),
    ("seed", N_("Seed")),
)


def report_of(candidate_list: CandidateList, level: ReviewLevel, sample: Sample) -> SampleReport:
    """What stands on the report of a sample."""
    county = find_ancestor(candidate_list.village, AreaLevel.COUNTY)
    township = find_ancestor(candidate_list.village, AreaLevel.TOWNSHIP)
    progress = findings.load_progress(sample)
    said = findings.words_of(progress.statement) if progress.statement else []
    if progress.statement and not progress.statement.is_census:
        said.append(findings.guess_of(progress.statement))
    ordinal = candidate_list.ordinal - 1
    address = url_for("samples.public_draw", public_id=sample.public_id) if sample.inputs else ""
    return SampleReport(
        round_name=candidate_list.round.name,
        county=county.name if county else NOTHING,
        township=township.name if township else NOTHING,
        village=candidate_list.village.name,
        list_name=Message(N_("%(village)s: main list"), village=candidate_list.village.name)
        if not ordinal
        else Message(
            N_("%(village)s: supplementary list %(number)s"),
            village=candidate_list.village.name,
            number=ordinal,
        ),
        level=Message(LEVEL_LABELS[level]),
        inputs=_inputs(sample),
        population=sample.population,
        drawn=tuple(_line(line) for line in progress.drawn),
        mandatory=tuple(_line(line) for line in progress.mandatory),
        statement=tuple(said),
        drawn_at=sample.drawn_at,
        record_url=printed_address(address) if address else "",
        is_repeatable=sample.inputs is not None,
        has_value=sample.public_value_id is not None,
    )


def _inputs(sample: Sample) -> tuple[Line, ...]:
    inputs = sample.inputs
    if inputs is None:
        return (Line(Message(N_("Seed")), sample.seed),)
    lines = [
        Line(Message(N_("Notice")), inputs["notice"]),
        Line(Message(N_("Method of the draw")), f"{inputs['method']} {inputs['version']}"),
    ]
    lines += [Line(Message(label), str(inputs[name])) for name, label in INPUT_LABELS if inputs[name]]
    lines.append(Line(Message(N_("Numbers drawn")), ", ".join(str(number) for number in inputs["drawn"])))
    lines.append(Line(Message(N_("Households on the list then")), str(sample.population)))
    return tuple(lines)


def _line(line: findings.CheckLine) -> CheckedLine:
    check = line.check
    return CheckedLine(
        number=line.number,
        head_name=line.entry.head_name,
        group_name=line.entry.group_name,
        weight=line.weight,
        checked_on=check.checked_on if check else None,
        checkers=tuple(str(person["name"]) for person in check.checkers) if check else (),
        agrees=check.agrees if check else None,
        findings=check.findings if check else "",
        photos=len(check.photos) if check else 0,
    )
