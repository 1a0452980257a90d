"""The way of the tables from nothing to now: one line of revisions, each both ways, ending where the models are."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from app import create_app, tables
from app.core import clock
from app.core.db import db, unit_of_work
from app.core.frozen import FROZEN
from app.core.types import JsonDict
from app.domain.funds.models import EntryKind as K
from tests import factories
from tests.storage import Storage, configuration, drop_database, make_database

SCRIPTS = ScriptDirectory(str(tables.MIGRATIONS))
REVISIONS = [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]
ROUND = sa.table("round", sa.column("policy_values", JsonDict))
STRAY = '''
"""A revision that ought to fail."""
import sqlalchemy as sa
from alembic import op
revision, down_revision = "{name}", {after!r}
def upgrade() -> None:
    op.create_table("stray", sa.Column("id", sa.Integer, primary_key=True))
    {act}
def downgrade() -> None:
    op.drop_table("stray")
'''


@pytest.fixture
def fresh(tmp_path: Path, database_url: str, worker_name: str) -> Iterator[Flask]:
    """A portal whose database is empty, without a single table; an app context is open."""
    name = f"gongshi_{worker_name}_fresh"
    url = make_database(database_url, name) if database_url else ""
    portal = create_app(configuration(tmp_path / "instance", url))
    with portal.app_context():
        yield portal
        db.session.remove()
        db.engine.dispose()
    if url:
        drop_database(database_url, name)


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """A copy of ``migrations/`` to add revisions to."""
    copied = tmp_path / "migrations"
    shutil.copytree(tables.MIGRATIONS, copied, ignore=shutil.ignore_patterns("__pycache__"))
    return copied


def shape(engine: sa.Engine) -> dict[str, Any]:
    """Tables with their columns and constraints as the database tells them, and its triggers."""
    inspector = sa.inspect(engine)
    columns, foreign = inspector.get_multi_columns(), inspector.get_multi_foreign_keys()
    checks, unique = inspector.get_multi_check_constraints(), inspector.get_multi_unique_constraints()
    indexes = inspector.get_multi_indexes()
    found: dict[str, Any] = {
        name: {
            "columns": {one["name"]: (str(one["type"]), one["nullable"]) for one in columns[None, name]},
            "checks": sorted(str(one["name"]) for one in checks[None, name]),
            "unique": sorted((str(one["name"]), tuple(one["column_names"])) for one in unique[None, name]),
            "foreign": sorted(
                (str(one["name"]), one["referred_table"], str(one["options"])) for one in foreign[None, name]
            ),
            "indexes": [
                (
                    str(one["name"]),
                    tuple(one["column_names"]),
                    bool(one["unique"]),
                    where(one),
                )
                for one in sorted(indexes[None, name], key=lambda one: str(one["name"]))
            ],
        }
        for name in inspector.get_table_names()
        if name != "alembic_version"
    }
    catalogue = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if engine.dialect.name == "postgresql":
        catalogue = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with engine.connect() as connection:
        found["triggers"] = sorted(connection.exec_driver_sql(catalogue).scalars())
    return found


def where(index: Any) -> dict[str, str]:
    """The condition of a partial index."""
    return {name: str(value) for name, value in index.get("dialect_options", {}).items()}


def table_names() -> set[str]:
    """The tables there are."""
    return set(sa.inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_there_is_one_newest_revision() -> None:
    assert len(SCRIPTS.get_heads()) == 1


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_revision_says_what_it_does_and_goes_both_ways(revision: str) -> None:
    script = SCRIPTS.get_revision(revision)
    assert script is not None
    assert script.doc
    assert callable(script.module.upgrade)
    assert callable(script.module.downgrade)
    assert not isinstance(script.down_revision, tuple | list), "the line of revisions does not branch"


def test_the_newest_revision_is_what_the_models_say(fresh: Flask, storage: Storage) -> None:
    flask_migrate.upgrade()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.METADATA) == []
    assert shape(db.engine) == shape(storage.engine)
    assert {f"frozen_{name}_delete" for name in FROZEN} <= set(shape(db.engine)["triggers"])


def test_every_revision_goes_up_down_and_up_again(fresh: Flask) -> None:
    before = shape(db.engine)
    for revision in REVISIONS:
        flask_migrate.upgrade(revision=revision)
        there = shape(db.engine)
        flask_migrate.downgrade()
        assert shape(db.engine) == before
        flask_migrate.upgrade(revision=revision)
        assert shape(db.engine) == there
        before = there


def test_it_goes_up_and_down_over_a_database_in_use(fresh: Flask) -> None:
    flask_migrate.upgrade()
    with unit_of_work():
        factories.an_objection()
        factories.a_meeting()
        factories.a_quota()
    flask_migrate.downgrade(revision="base")
    assert table_names() == set()
    flask_migrate.upgrade()
    with unit_of_work():
        factories.an_objection()


def test_rounds_and_receipts_from_before_go_on(fresh: Flask) -> None:
    flask_migrate.upgrade()
    with unit_of_work():
        first, second = factories.an_application(), factories.an_application()
        asked_for_since = set(first.round.policy_values)
        ids = (first.id, second.id, first.round_id)
    db.session.remove()
    flask_migrate.downgrade(revision="0001_initial")
    with db.engine.connect() as connection:
        kept = connection.execute(sa.select(ROUND.c.policy_values)).scalar_one()
    asked_for_since -= set(kept)
    assert {"comparison_kinds", "kinship_statements_required", "second_look_ask_days"} <= asked_for_since
    flask_migrate.upgrade()
    applications = tables.applications.Application
    one, other, round_ = (
        db.session.get_one(applications, ids[0]),
        db.session.get_one(applications, ids[1]),
        db.session.get_one(tables.rounds.Round, ids[2]),
    )
    assert len(one.receipt_salt) == len(other.receipt_salt) == 16
    assert one.receipt_salt != other.receipt_salt
    assert not round_.policy.kinship_statements_required
    assert round_.policy.sample_value_source == ""
    assert round_.policy.invitation_days == 0
    assert round_.policy.help_request_visit_days == 2
    assert round_.policy.second_look_ask_days == 10


def test_a_migrated_database_keeps_what_is_posted(fresh: Flask) -> None:
    flask_migrate.upgrade()
    with unit_of_work():
        factories.a_notice()
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), unit_of_work():
        db.session.execute(sa.text("UPDATE notice_entry SET people = 9"))


def test_foreign_keys_are_on_again_afterwards(fresh: Flask) -> None:
    flask_migrate.upgrade()
    with pytest.raises(sa.exc.IntegrityError), unit_of_work():
        factories.add(
            factories.a_quota().__class__(
                round_id=99, village_id=99, population=1, planned_incidence="0", quota_people=0
            )
        )


def test_two_newest_revisions_are_refused(fresh: Flask, scripts: Path) -> None:
    for name in ("one", "other"):
        text = STRAY.format(name=name, after=REVISIONS[-1], act="")
        (scripts / "versions" / f"{name}.py").write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit):
        flask_migrate.upgrade(directory=str(scripts))
    assert table_names() == set()


def test_a_way_that_breaks_leaves_everything_as_it_was(fresh: Flask, scripts: Path) -> None:
    flask_migrate.upgrade()
    with unit_of_work():
        factories.a_village()
    act = 'op.execute("DELETE FROM area WHERE parent_id IS NULL")'
    text = STRAY.format(name="broken", after=REVISIONS[-1], act=act)
    (scripts / "versions" / "broken.py").write_text(text, encoding="utf-8")
    with pytest.raises((SystemExit, sa.exc.IntegrityError)):
        flask_migrate.upgrade(directory=str(scripts))
    assert "stray" not in table_names()
    assert factories.how_many(tables.areas.Area) == 3


def test_refunds_from_before_are_bound_to_their_payment(fresh: Flask) -> None:
    flask_migrate.upgrade()
    with unit_of_work():
        account = factories.an_allocation()
        first, second = (factories.a_payment(account, 1_000, payee=payee) for payee in ("甲公司", "乙公司"))
        given = {"account": account, "amount_fen": 600}
        back = factories.an_ledger_entry(K.REFUND, refunds=first, payee="甲公司", **given)
        factories.a_reversal(back)
        factories.an_ledger_entry(K.REFUND, refunds=first, payee="甲公司", **given)
        factories.an_ledger_entry(K.REFUND, refunds=second, payee="乙公司", **given)
        factories.an_ledger_entry(K.REFUND, refunds=second, payee="换了名字", account=account, amount_fen=1)
    statement = sa.text("SELECT id, refunds_id FROM ledger_entry WHERE kind = 'refund' ORDER BY id")
    with db.engine.connect() as connection:
        before = [tuple(row) for row in connection.execute(statement)]
    db.session.remove()
    flask_migrate.downgrade(revision="0005_funds")
    flask_migrate.upgrade()
    with db.engine.connect() as connection:
        after = [tuple(row) for row in connection.execute(statement)]
    assert after[:-1] == before[:-1]
    assert after[-1][1] is None, "one that fits nowhere stays without"


def test_the_way_back_has_no_place_for_goods_that_were_handed_out(fresh: Flask) -> None:
    flask_migrate.upgrade()
    with unit_of_work():
        factories.a_roll(
            lines=(("一组", "王秀英", 4, 0),),
            handed_out_on=clock.today(),
            handed_out_by_id=factories.the_officer().id,
        )
    db.session.remove()
    with pytest.raises((SystemExit, RuntimeError)):
        flask_migrate.downgrade(revision="0005_funds")
    assert "handed_out_on" in {one["name"] for one in sa.inspect(db.engine).get_columns("roll")}
