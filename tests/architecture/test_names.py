"""Names and the marks that go with them: what a name promises is what a reader may rely on."""

import ast
import re

import pytest

from tests.architecture.source import Module, modules

# What a public function of a queries.py may begin with, and what it promises.
QUERY_PREFIXES = (
    "get_",  # exactly one, or NotFound
    "find_",  # one or None
    "list_",  # a sequence, always ordered
    "page_",  # one page of a sequence
    "count_",  # a number
    "sum_",  # a total, or totals by something
    "is_",  # yes or no
    "has_",
    "can_",
    "offered_",  # the steps open to somebody, with their blockers
    "open_for",  # what stands open against a subject
    "visible_to",  # a statement narrowed to what somebody may see
    "totals_",  # several numbers at once, in a small frozen class
    "lock_",  # exactly one, held until the end of the transaction
    "next_",  # the number that comes next
    "load_",  # a value put together from many rows, for a rule
)
# Queries that a prefix would only make longer, with the reason.
NAMED_OTHERWISE = {
    "app/domain/notices/queries.py::latest_standings": "computed from dates, not rows",
    "app/domain/reviews/queries.py::latest_decisions": "a table of decisions by entry",
    "app/domain/notices/queries.py::births_of_heads": "a table of dates by household, for masking",
    "app/domain/notices/queries.py::running_period": "computed from the postings, not a row",
    "app/domain/notices/queries.py::standing": "computed from dates, not a row",
    "app/domain/notices/queries.py::standings": "computed from dates for many at once, not rows",
    "app/domain/comparisons/queries.py::blockers_among": "computed from covers and hits, by application",
    "app/domain/comparisons/queries.py::comparison_status": "computed from covers and hits, not a row",
    "app/domain/comparisons/queries.py::comparison_statuses": "computed from covers and hits, by application",
    "app/domain/comparisons/queries.py::hit_blockers": "computed from covers and hits",
    "app/domain/comparisons/queries.py::household_ids_with_hits": "ids of households, not rows",
    "app/domain/kinship/queries.py::relatives_of": "computed from declarations and posts, by household",
    "app/domain/pairings/queries.py::helpers_of": "helpers by household, as of a day",
    "app/domain/pairings/queries.py::coverage": "counted from registrations and pairings, not rows",
    "app/domain/pairings/queries.py::coverage_of_all": "the villages' counts added up",
    "app/domain/projects/queries.py::standing_notices": "computed from dates, by kind, not rows",
    "app/domain/reviews/queries.py::checks_of": "a table of home checks by entry",
    "app/domain/reviews/queries.py::involvement": "who took part at which level, over several tables",
    "app/domain/reviews/queries.py::standing_decisions": "a table of decisions by entry",
    "app/domain/workflow/queries.py::machine_for": "a table of the code, not of the database",
}
# Functions of a service.py that write nothing or act for nobody, with the reason.
WITHOUT_ACTOR: dict[str, str] = {
    "app/domain/candidate_lists/service.py::note_to_tell": "part of an act that records who acted",
    "app/domain/candidate_lists/service.py::refresh_entries": "part of the step that issues the first notice",
    "app/domain/projects/service.py::put_on_notice": "part of issuing the notice, which records who acted",
    "app/domain/reviews/service.py::supersede_decisions": "part of the step that returns the list",
    "app/domain/duplicates/service.py::refresh": "follows every save like the check-up; nobody decides anything by it",
    "app/domain/checkups/service.py::recheck": "follows every save by whoever saved; the rules decide, nobody else",
}
FORBIDDEN_MODULES = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "shared", "stuff"}
# A mark that silences a check has to say why on its own line.
MARKS = re.compile(r"#\s*(noqa\b[^#]*|type:\s*ignore\b[^#]*|pragma:[^#]*|TODO\b.*|FIXME\b.*|XXX\b.*)(#.*)?$")
MARK_ITSELF = re.compile(
    r"^(noqa(:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*)?|type:\s*ignore(\[[\w, -]+\])?"
    r"|pragma:\s*no cover|(TODO|FIXME|XXX)\b)"
)


def rooms(name: str) -> list[Module]:
    return [module for module in modules("app/domain") if module.path.endswith(f"/{name}.py")]


def label(module: Module, node: ast.stmt, name: str = "") -> str:
    return f"{module.path}:{node.lineno} {name}".strip()


@pytest.mark.parametrize("folder", ["app", "tests", "bench", "migrations"])
def test_every_module_says_what_lives_in_it(folder: str) -> None:
    silent = [
        module.path
        for module in modules(folder)
        if module.text.strip() and not ast.get_docstring(module.tree)
    ]
    assert silent == []


def test_no_module_is_called_after_nothing_in_particular() -> None:
    vague = [
        module.path
        for module in (*modules("app"), *modules("tests"))
        if FORBIDDEN_MODULES & set(module.path.removesuffix(".py").split("/"))
    ]
    assert vague == []


def test_queries_are_named_after_what_they_answer() -> None:
    misnamed = [
        label(module, function, function.name)
        for module in rooms("queries")
        for function in module.public_functions()
        if not function.name.startswith(QUERY_PREFIXES)
        and f"{module.path}::{function.name}" not in NAMED_OTHERWISE
    ]
    assert misnamed == []


def test_acts_take_keywords_only_and_an_actor() -> None:
    loose = []
    for module in rooms("service"):
        for function in module.public_functions():
            name = f"{module.path}::{function.name}"
            arguments = function.args
            if arguments.args or arguments.posonlyargs or arguments.vararg:
                loose.append(f"{name} takes arguments by position")
            if "actor" not in {a.arg for a in arguments.kwonlyargs} and name not in WITHOUT_ACTOR:
                loose.append(f"{name} has no actor")
    assert loose == []


def test_every_act_and_query_has_a_docstring() -> None:
    silent = [
        label(module, function, function.name)
        for name in ("service", "queries")
        for module in rooms(name)
        for function in module.public_functions()
        if not ast.get_docstring(function)
    ]
    assert silent == []


def test_exceptions_still_exist_and_say_why() -> None:
    known = {
        f"{module.path}::{function.name}"
        for name in ("service", "queries")
        for module in rooms(name)
        for function in module.public_functions()
    }
    exceptions = WITHOUT_ACTOR | NAMED_OTHERWISE
    assert set(exceptions) <= known
    assert all(len(reason) > 20 for reason in exceptions.values())


def explains_itself(mark: str, rest: str) -> bool:
    """True when words follow the mark: after a dash on the same comment, or in a second comment."""
    words = MARK_ITSELF.sub("", mark)
    return len((words + rest).strip(" -#:\u2013\u2014")) >= 5


def test_whatever_silences_a_check_says_why() -> None:
    bare = []
    for module in (*modules("app"), *modules("tests"), *modules("bench")):
        if module.path == "tests/architecture/test_names.py":
            continue  # its own examples
        for number, line in enumerate(module.lines, start=1):
            mark = MARKS.search(line)
            if mark and not explains_itself(mark[1], mark[2] or ""):
                bare.append(f"{module.path}:{number} {line.strip()}")
    assert bare == []


@pytest.mark.parametrize(
    ("line", "fine"),
    [
        ("x = 1  # noqa: S104 - compared, not bound", True),
        ("x = 1  # noqa: S104", False),
        ("x = y  # type: ignore[attr-defined]  # set by the framework", True),
        ("x = y  # type: ignore[attr-defined]", False),
        ("# TODO soon", False),
    ],
)
def test_the_rule_about_reasons_sees_them(line: str, fine: bool) -> None:
    mark = MARKS.search(line)
    assert mark is not None
    assert explains_itself(mark[1], mark[2] or "") is fine
