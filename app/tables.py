"""Every table, imported once, so that metadata, migrations and relations are complete."""

from pathlib import Path

from app.core import audit, jobs, serials, throttle
from app.core.db import Base
from app.domain.accounts import models as accounts
from app.domain.annual_reports import models as annual_reports
from app.domain.applications import models as applications
from app.domain.appraisals import models as appraisals
from app.domain.areas import models as areas
from app.domain.articles import models as articles
from app.domain.assistance import models as assistance
from app.domain.attachments import models as attachments
from app.domain.calendars import models as calendars
from app.domain.candidate_lists import models as candidate_lists
from app.domain.changes import models as changes
from app.domain.checkups import models as checkups
from app.domain.comparisons import models as comparisons
from app.domain.deliveries import models as deliveries
from app.domain.disclosures import models as disclosures
from app.domain.duplicates import models as duplicates
from app.domain.exits import models as exits
from app.domain.funds import models as funds
from app.domain.help_requests import models as help_requests
from app.domain.households import models as households
from app.domain.imports import models as imports
from app.domain.kinship import models as kinship
from app.domain.monitoring import models as monitoring
from app.domain.notices import models as notices
from app.domain.objections import models as objections
from app.domain.officials import models as officials
from app.domain.outside_forms import models as outside_forms
from app.domain.pairings import models as pairings
from app.domain.policies import models as policies
from app.domain.poor_villages import models as poor_villages
from app.domain.projects import models as projects
from app.domain.reviews import models as reviews
from app.domain.rounds import models as rounds
from app.domain.sheets import models as sheets
from app.domain.tasks import models as tasks
from app.domain.why_cards import models as why_cards
from app.web import once

MODULES = (
    accounts,
    annual_reports,
    applications,
    appraisals,
    areas,
    articles,
    assistance,
    attachments,
    audit,
    calendars,
    candidate_lists,
    changes,
    checkups,
    comparisons,
    deliveries,
    disclosures,
    duplicates,
    exits,
    funds,
    help_requests,
    households,
    imports,
    jobs,
    kinship,
    monitoring,
    notices,
    objections,
    officials,
    once,
    outside_forms,
    pairings,
    policies,
    poor_villages,
    projects,
    reviews,
    rounds,
    sheets,
    tasks,
    why_cards,
    serials,
    throttle,
)
METADATA = Base.metadata
MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
