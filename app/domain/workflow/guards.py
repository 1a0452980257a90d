"""What must be true before a step: each guard returns every reason why it is not. None of them writes."""

from collections.abc import Iterable

from app.core import clock
from app.core.machine import Attempt
from app.core.messages import N_, Message
from app.domain.applications import queries as application_queries
from app.domain.applications.models import ApplicationState
from app.domain.appraisals import queries as appraisal_queries
from app.domain.appraisals.rules import is_quorate
from app.domain.candidate_lists import queries as list_queries
from app.domain.candidate_lists.models import CandidateList
from app.domain.checkups import queries as checkup_queries
from app.domain.duplicates import queries as duplicate_queries
from app.domain.notices import queries as notice_queries
from app.domain.notices import reasons
from app.domain.notices.models import Notice
from app.domain.objections import queries as objection_queries
from app.domain.policies.vocabulary import NoticeKind
from app.domain.reviews import draws, recusal
from app.domain.reviews import queries as review_queries
from app.domain.reviews import rules as review_rules
from app.domain.reviews.models import ReviewLevel
from app.domain.rounds.models import RoundState
from app.domain.sheets import queries as sheet_queries

Reasons = Iterable[Message]
#: so many single cases are named; the rest is counted
MOST_NAMED = 5


def round_is_open(attempt: Attempt) -> Reasons:
    """The round has not been closed."""
    if attempt.subject.round.state is not RoundState.OPEN:
        yield Message(N_("This round is closed."))


def has_entries(attempt: Attempt) -> Reasons:
    """At least one household stands on the list."""
    if not list_queries.count_standing(attempt.subject.id):
        yield Message(N_("No household stands on this list."))


def nobody_forgotten(attempt: Attempt) -> Reasons:
    """Every application that the meeting passed is on a list, or was left out with a reason."""
    candidate_list: CandidateList = attempt.subject
    total, numbers = application_queries.list_numbers_in_state(
        candidate_list.round_id, candidate_list.village_id, ApplicationState.PASSED, most=MOST_NAMED
    )
    for number in numbers:
        yield Message(
            N_("%(number)s passed the meeting but is neither on the list nor left out with a reason."),
            number=number,
        )
    if total > len(numbers):
        yield Message(N_("… and %(number)s more."), number=total - len(numbers))


def meeting_had_quorum(attempt: Attempt) -> Reasons:
    """Every entry was passed by a confirmed meeting that had its quorum and signed minutes."""
    candidate_list: CandidateList = attempt.subject
    listed, round_ = list_queries.list_standing_ids(candidate_list.id), candidate_list.round
    passed = appraisal_queries.count_passed(listed, round_.id)
    if passed < list_queries.count_standing(candidate_list.id):
        yield Message(N_("Not every household on this list was passed by a confirmed review meeting."))
    for meeting in appraisal_queries.list_meetings_that_passed(listed, round_.id):
        if not is_quorate(meeting, round_.policy):
            yield Message(N_("The review meeting of %(day)s had no quorum."), day=meeting.held_on)
        if meeting.minutes_copy_id is None:
            yield Message(
                N_("The signed minutes of the meeting of %(day)s are missing."),
                day=meeting.held_on,
            )


def findings_explained(attempt: Attempt) -> Reasons:
    """No severe finding of the data check-up about a listed household is without an explanation."""
    listed = list_queries.list_standing_ids(attempt.subject.id)
    number = checkup_queries.count_unexplained_severe_among(listed)
    if number:
        yield Message(
            N_("%(number)s severe findings of the data check-up are neither mended nor explained."),
            number=number,
        )


def no_person_twice(attempt: Attempt) -> Reasons:
    """No ID number stands in two households of this list, nor in one of this and one of another list of the round."""
    for names in list_queries.list_people_twice(attempt.subject.id):
        yield Message(N_("The same person is in the households of %(heads)s."), heads=names)


def duplicates_decided(attempt: Attempt) -> Reasons:
    """No person of a listed household stands, undecided or still to be given up, in another household as well."""
    listed = list_queries.list_standing_ids(attempt.subject.id)
    total, pairs = duplicate_queries.list_blocking(listed, MOST_NAMED)
    for pair in pairs:
        heads = {
            "one": pair.first.head_name or pair.first.household_no,
            "other": pair.second.head_name or pair.second.household_no,
        }
        if pair.outcome is None:
            yield Message(
                N_(
                    "The households of %(one)s and %(other)s seem to hold the same person: the township decides "
                    "under “Possible duplicates”."
                ),
                **heads,
            )
        else:
            yield Message(
                N_(
                    "The households of %(one)s and %(other)s hold the same person: take it off the one that "
                    "must give it up."
                ),
                **heads,
            )
    if total > len(pairs):
        yield Message(N_("… and %(number)s more."), number=total - len(pairs))


def has_posting_place(attempt: Attempt) -> Reasons:
    """The village has a place where the notice can hang."""
    village_id = attempt.subject.village_id
    if not notice_queries.count_places([village_id]).get(village_id):
        yield Message(N_("The village has no posting place yet. Enter one under areas first."))


def period_is_over(kind: NoticeKind) -> "_PeriodIsOver":
    """The *kind* hung where it must, with photographs, and its last day is over."""
    return _PeriodIsOver(kind)


class _PeriodIsOver:
    def __init__(self, kind: NoticeKind) -> None:
        self.kind = kind
        self.__name__ = f"period_of_{kind.value}_is_over"
        self.__doc__ = period_is_over.__doc__

    def __call__(self, attempt: Attempt) -> Reasons:
        notice = notice_queries.find_standing_notice(attempt.subject, self.kind)
        if notice is None:
            yield Message(N_("The notice that belongs to this step is missing."))
            return
        reason = reasons.why_not_over(notice, notice_queries.running_period(notice), clock.today())
        if reason is not None:
            yield reason
            yield from _waiting_photographs(notice)


def _waiting_photographs(notice: Notice) -> Reasons:
    """Photographs from which nothing could be read count only when a second person has confirmed them."""
    for photograph in sheet_queries.list_waiting_of(notice.id)[:MOST_NAMED]:
        yield Message(
            N_("%(place)s: no code can be read on the photograph. Somebody else must confirm it."),
            place=photograph.sheet.place.name,
        )


def somebody_goes_on(attempt: Attempt) -> Reasons:
    """At least one entry is without an undecided objection: the disputed ones are set aside, the others go on."""
    disputed = objection_queries.list_disputed_entry_ids(attempt.subject.id)
    if disputed and len(disputed) == list_queries.count_standing(attempt.subject.id):
        yield from no_open_objection(attempt)


def all_decided(level: ReviewLevel) -> "_AllDecided":
    """Every entry is decided by *level*, by somebody who is no relative, and at least one is kept or passed up."""
    return _AllDecided(level)


class _AllDecided:
    def __init__(self, level: ReviewLevel) -> None:
        self.level = level
        self.__name__ = f"all_decided_by_{level.value}"
        self.__doc__ = all_decided.__doc__

    def __call__(self, attempt: Attempt) -> Reasons:
        apart = recusal.list_passed_up(attempt.subject.id, self.level)
        tally = review_queries.count_decided(attempt.subject.id, self.level, apart)
        for number in list(recusal.list_tainted(attempt.subject.id, self.level).values())[:MOST_NAMED]:
            yield Message(
                N_(
                    "No. %(number)s: relatives among officials were declared after the decision. Somebody who is "
                    "no relative decides anew, with a written reason."
                ),
                number=number,
            )
        if tally.undecided:
            yield Message(
                N_("%(number)s households are not decided yet, the first is no. %(first)s."),
                number=tally.undecided,
                first=tally.first_undecided,
            )
        elif not tally.kept:
            yield Message(N_("No household is kept. Return the list instead."))


def no_open_objection(attempt: Attempt) -> Reasons:
    """No objection against a listed household is undecided."""
    for objection in objection_queries.list_open_on_entries(attempt.subject.id)[:MOST_NAMED]:
        yield Message(N_("Objection %(number)s is not answered yet."), number=objection.number)


def sample_checked(level: ReviewLevel) -> "_SampleChecked":
    """The sample was drawn; each household in it, and each that is checked in any case, was checked at home."""
    return _SampleChecked(level)


class _SampleChecked:
    def __init__(self, level: ReviewLevel) -> None:
        self.level = level
        self.__name__ = f"sample_checked_by_{level.value}"
        self.__doc__ = sample_checked.__doc__

    def __call__(self, attempt: Attempt) -> Reasons:
        candidate_list: CandidateList = attempt.subject
        draw = draws.find_draw(candidate_list, self.level)
        sample = draws.find_sample_of(draw) if draw is not None else None
        if sample is None:
            if draws.is_needed(candidate_list, self.level):
                yield Message(N_("The sample for home checks is not drawn yet."))
                if draw is not None and draw.waits:
                    yield draw.waiting
            return
        wanted = draws.list_to_check(sample)
        checked = review_queries.checks_of(candidate_list.id, self.level)
        standing = review_queries.list_standing_among(wanted)
        open_ = review_rules.unchecked(wanted, checked, standing)
        if open_:
            yield Message(
                N_("%(number)s of the %(drawn)s households drawn for a home check are not checked yet."),
                number=len(open_),
                drawn=len(wanted),
            )


def took_no_part(attempt: Attempt) -> Reasons:
    """Who visited, chaired or decided for the township does not announce for the county."""
    entries = list_queries.list_standing_keys(attempt.subject.id)
    involvement = review_queries.involvement(entries, ReviewLevel.COUNTY)
    if any(involvement.duty_blockers(attempt.actor, entry) for entry in entries):
        yield Message(
            N_("You took part in this list before the county's decision; somebody else must announce it.")
        )


def everybody_has_a_head(attempt: Attempt) -> Reasons:
    """No household on the list has lost its head or all its members in the register."""
    for number in list_queries.list_headless(attempt.subject.id, most=MOST_NAMED):
        yield Message(N_("Household %(number)s has no head in the register any more."), number=number)
