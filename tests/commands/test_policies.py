"""``flask policies``, ``flask calendars`` and ``flask rounds``."""

from pathlib import Path

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from app.domain.policies.queries import list_profiles
from app.domain.rounds import queries
from tests import factories
from tests.people import People


def run(app: Flask, db: SQLAlchemy, *arguments: str) -> tuple[int, str]:
    """The exit code and the words of a command, after what the test wrote was committed."""
    db.session.commit()
    result = app.test_cli_runner().invoke(args=list(arguments))
    return result.exit_code, result.output


def test_seeding_policies_adopts_them_once(app: Flask, db: SQLAlchemy) -> None:
    assert run(app, db, "policies", "seed")[0] == 1
    factories.a_county()
    code, words = run(app, db, "policies", "seed")
    assert (code, words.count("Adopted:")) == (0, 3)
    assert "already" in run(app, db, "policies", "seed")[1]
    assert len(list_profiles()) == 3
    assert "identification-2014" in run(app, db, "policies", "list")[1]


def test_seeding_the_calendar(app: Flask, db: SQLAlchemy) -> None:
    assert "2004 to" in run(app, db, "calendars", "seed")[1]
    assert "already" in run(app, db, "calendars", "seed")[1]


def test_a_round_from_the_command_line(app: Flask, db: SQLAlchemy, people: People, tmp_path: Path) -> None:
    county, village = people.county.code, people.village.code
    username = people.user("county_approver").username
    options = ["--year", "2014", "--area", county, "--name", "2014年识别"]
    period = ["--from", "2013-01-01", "--until", "2013-12-31", "--by", username]
    opening = ["rounds", "open", "2014-identification", *options, *period]
    assert run(app, db, *opening)[0] == 1
    run(app, db, "policies", "seed")
    assert run(app, db, *opening) == (0, "Open: 2014-identification\n")
    assert "already" in run(app, db, *opening)[1]
    assert "2014-identification" in run(app, db, "rounds", "list")[1]

    quotas = tmp_path / "quotas.csv"
    quotas.write_text(f"village,population,quota_people\n{village},3120,176\n", encoding="utf-8")
    reading = ["rounds", "quotas", "2014-identification", str(quotas), "--by", username]
    assert run(app, db, *reading) == (0, "Quotas set: 1\n")
    [quota] = queries.list_quotas(queries.get_round_by_code("2014-identification"))
    assert quota.quota_people == 176
    quotas.write_text("village\n1\n", encoding="utf-8")
    assert run(app, db, *reading)[0] == 1

    words = run(app, db, "rounds", "totals", "2014-identification")[1]
    assert f"{village},0,0" in words
    assert run(app, db, "rounds", "totals", "none")[0] == 1


def test_a_year_of_funds_from_the_command_line(app: Flask, db: SQLAlchemy, people: People) -> None:
    factories.a_policy(area=people.county)
    options = ["--year", "2014", "--area", people.county.code, "--name", "2014年资金和项目"]
    by = ["--by", people.user("county_approver").username]
    assert run(app, db, "rounds", "open", "2014-x", *options, *by)[0] == 2, "a list needs its period"
    assert run(app, db, "rounds", "open", "2014-funds", *options, *by, "--kind", "funds")[0] == 0
    opened = queries.get_round_by_code("2014-funds")
    assert (str(opened.reference_from), str(opened.reference_until)) == ("2014-01-01", "2014-12-31")
    assert queries.list_nodes(opened) == []
    assert "2014-funds" in run(app, db, "rounds", "list")[1]
    assert run(app, db, "rounds", "totals", "2014-funds")[0] == 1


def test_a_stranger_to_the_round_cannot_open_it(app: Flask, db: SQLAlchemy, people: People) -> None:
    factories.a_policy(area=people.county)
    options = ["--year", "2014", "--area", people.county.code, "--name", "识别", "--from", "2013-01-01"]
    for username in (people.user("village_officer").username, "nobody"):
        arguments = ["rounds", "open", "2014-a", *options, "--until", "2013-12-31", "--by", username]
        assert run(app, db, *arguments)[0] == 1
    assert queries.list_rounds() == []
