"""Money as open data: the sums of the files agree, no person is named, and others' validators find nothing."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft4Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from app.core.db import db
from app.domain.projects.models import ProjectState
from tests import factories
from tests.blueprints.open_data.money import PAYEES, Money
from tests.blueprints.open_data.township import Township
from tests.browser import Browser, watched

STANDARD = Path(__file__).with_name("ocds")


def rows(browser: Browser, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(browser.get(f"/data/{name}.json").html)["rows"]
    return found


def package(browser: Browser) -> Any:
    return json.loads(browser.get("/data/ocds.json").html)


@pytest.fixture
def money(township: Township) -> Money:
    return township.money


def test_the_files_add_up(browser: Browser, money: Money) -> None:
    batches, projects = rows(browser, "batches"), rows(browser, "projects")
    allocations, payments = rows(browser, "allocations"), rows(browser, "payments")
    given = sum(row["allocated_fen"] for row in allocations)
    assert (
        sum(row["allocated_fen"] for row in batches) == sum(row["allocated_fen"] for row in projects) == given
    )
    assert all(
        row["left_fen"] == row["received_fen"] - row["allocated_fen"] - row["gone_fen"] for row in batches
    )
    standing = [row for row in payments if row["reverses"] is None and row["reversed_by"] is None]
    paid = sum(row["amount_fen"] if row["kind"] == "payment" else -row["amount_fen"] for row in standing)
    assert paid == sum(row["paid_fen"] for row in allocations) == sum(row["paid_fen"] for row in projects)
    contracted = sum(row["contracted_fen"] for row in projects)
    assert contracted == sum(row["amount_fen"] for row in rows(browser, "contracts"))


def test_a_payee_is_named_only_when_it_is_no_person(browser: Browser, money: Money) -> None:
    found = {row["number"]: row for row in rows(browser, "payments")}
    firm, person = found[money.to_firm.number], found[money.to_person.number]
    roll = found[money.by_roll.number]
    assert (firm["payee_kind"], firm["payee"]) == ("organisation", "清河路桥公司")
    assert (person["payee_kind"], person["payee"], person["households"]) == ("household", None, 1)
    assert (roll["payee_kind"], roll["payee"], roll["households"]) == ("roll", None, 2)
    assert roll["roll"] == money.by_roll.roll.number
    assert person["voucher_no"] is None
    assert found[money.undone.number]["reversed_by"] == money.reversal.number
    assert found[money.reversal.number]["reverses"] == money.undone.number


def test_nobody_is_named_in_any_form(app: Flask, browser: Browser, money: Money) -> None:
    paths = [
        f"/data/{name}.{kind}" for name in ("payments", "contracts", "projects") for kind in ("csv", "json")
    ]
    texts = [browser.get(path).html for path in (*paths, "/data/ocds.json", "/data/datapackage.json")]
    archive = zipfile.ZipFile(io.BytesIO(browser.get("/data/gongshi.zip").response.data))
    texts += [archive.read(name).decode() for name in archive.namelist()]
    for name in PAYEES:
        assert not any(name in text for text in texts), name


def test_a_contractor_paid_as_a_person_is_not_named(browser: Browser, money: Money) -> None:
    project = factories.a_project(state=ProjectState.UNDER_WAY)
    account = factories.an_allocation(project.places[0])
    code = "91520581MA6DL7XK8J"
    named = browser.get("/data/ocds.json").html.count(code)
    contract = factories.a_contract(project, contractor=PAYEES[0], contractor_code=code)
    factories.a_payment(account, 1_000, contract=contract, payee=PAYEES[0], payee_is_person=True)
    db.session.commit()
    found = {row["number"]: row for row in rows(browser, "contracts")}
    assert (found[contract.number]["contractor"], found[contract.number]["contractor_code"]) == (None, None)
    text = browser.get("/data/ocds.json").html
    assert PAYEES[0] not in text
    assert text.count(code) == named, "the code stands where its firm is named, and nowhere else"


def test_a_person_whom_nobody_recorded_as_one_is_not_named_either(browser: Browser, money: Money) -> None:
    account = factories.an_allocation()
    payment = factories.a_payment(account, 1_000, payee="周大明")
    factories.a_contract(account.project, 1_000, contractor="周大明")
    db.session.commit()
    found = {row["number"]: row for row in rows(browser, "payments")}
    assert (found[payment.number]["payee_kind"], found[payment.number]["households"]) == ("household", 1)
    for path in ("/data/payments.csv", "/data/contracts.csv", "/data/ocds.json"):
        assert "周大明" not in browser.get(path).html


def test_what_is_done_names_no_villager_and_no_number(browser: Browser, money: Money) -> None:
    name = factories.a_household(money.project.area).members[0].name
    money.project.content_zh = f"硬化{name}家门前的路，电话13812345678。"
    db.session.commit()
    (release,) = package(browser)["releases"]
    assert release["tender"]["description"] == f"硬化{name[0]}**家门前的路，电话***。"


def test_what_nobody_has_put_forward_is_not_there(browser: Browser, money: Money) -> None:
    assert {row["number"] for row in rows(browser, "projects")} == {money.project.number}


def test_many_rows_take_as_many_statements_as_few(app: Flask, browser: Browser, money: Money) -> None:
    paths = [f"/data/{name}.csv" for name in ("batches", "projects", "allocations", "contracts", "payments")]
    paths.append("/data/ocds.json")

    def counted() -> list[int]:
        found = []
        for path in paths:
            with watched(is_reading=True) as statements:
                browser.get(path)
            found.append(len(statements))
        return found

    counted()
    before = counted()
    for _ in range(4):
        account = factories.an_allocation(amount_fen=1_000_000, batch=factories.a_batch())
        contract = factories.a_contract(account.project, 500_000)
        factories.a_payment(account, 1_000, contract=contract)
    db.session.commit()
    assert counted() == before


def test_the_contracts_are_as_the_open_contracting_standard_says(browser: Browser, money: Money) -> None:
    value = package(browser)
    faults = [f"{fault.json_path}: {fault.message}" for fault in standard().iter_errors(value)]
    assert faults == []
    (release,) = value["releases"]
    assert release["tag"] == ["tender", "award", "contract", "implementation"]
    assert release["ocid"] == f"ocds-000000-{money.project.number}"
    assert release["tender"]["procurementMethod"] == "limited"
    assert release["tender"]["numberOfTenderers"] == 2
    assert release["awards"][0]["value"]["amount"] == 490_000
    (contract,) = release["contracts"]
    assert contract["value"] == {"amount": 500_000, "currency": "CNY"}
    assert contract["awardID"] == release["awards"][0]["id"]
    payments = contract["implementation"]["transactions"]
    assert [one["id"] for one in payments] == [money.to_firm.number], "what was taken back never happened"
    assert {party["id"] for party in release["parties"]} == {"91520581MA6DL7XK8J", release["buyer"]["id"]}


def test_the_standard_notices_what_it_does_not_know(browser: Browser, money: Money) -> None:
    value = package(browser)
    del value["releases"][0]["contracts"][0]["awardID"]
    value["releases"][0]["contracts"][0]["status"] = "over"
    assert len(list(standard().iter_errors(value))) == 2


def test_the_data_package_is_valid_with_all_its_files(
    browser: Browser, township: Township, tmp_path: Path
) -> None:
    from frictionless import Package

    data = browser.get("/data/gongshi.zip").response.data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path)
    described = json.loads((tmp_path / "datapackage.json").read_text())
    assert {one["path"] for one in described["resources"]} == {path.name for path in tmp_path.glob("*.csv")}
    report = Package(str(tmp_path / "datapackage.json")).validate()
    faults = report.flatten(["name", "rowNumber", "fieldName", "note"])
    assert faults == []


def test_the_data_package_notices_a_payment_out_of_no_batch(
    browser: Browser, money: Money, tmp_path: Path
) -> None:
    from frictionless import Package

    with zipfile.ZipFile(io.BytesIO(browser.get("/data/gongshi.zip").response.data)) as archive:
        archive.extractall(tmp_path)
    path = tmp_path / "payments.csv"
    path.write_text(path.read_text("utf-8").replace(money.to_firm.batch.number, "PC1900-999"), "utf-8")
    is_valid = Package(str(tmp_path / "datapackage.json")).validate().valid
    assert not is_valid


def test_the_package_holds_the_files_as_they_are_alone(browser: Browser, township: Township) -> None:
    archive = zipfile.ZipFile(io.BytesIO(browser.get("/data/gongshi.zip").response.data))
    for name in ("payments", "notices"):
        assert archive.read(f"{name}.csv") == browser.get(f"/data/{name}.csv").response.data
    assert len(list(csv.reader(io.StringIO(archive.read("payments.csv").decode("utf-8-sig"))))) == 6


def test_a_county_without_contracts_has_a_package_without_releases(browser: Browser) -> None:
    assert package(browser)["releases"] == []
    assert rows(browser, "payments") == []


def standard() -> Draft4Validator:
    """The schema of a release package with that of a release in its place."""
    whole = json.loads((STANDARD / "release-package-schema.json").read_text())
    of_release = DRAFT4.create_resource(json.loads((STANDARD / "release-schema.json").read_text()))
    asked_for = whole["properties"]["releases"]["items"]["$ref"]
    registry: Registry[Any] = Registry().with_resource(asked_for, of_release)
    assert isinstance(of_release, Resource)
    return Draft4Validator(whole, registry=registry, format_checker=FormatChecker())
