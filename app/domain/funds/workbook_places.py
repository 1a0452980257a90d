"""Which batch, project and place a row of a finance office's workbook means.

Lives here: finding them by number, document, name or village, and the finding when that does not succeed. Does not
live here: what there is (``workbook_ground.py``).
"""

from collections import defaultdict

from app.core.messages import N_, Message
from app.domain.funds.workbook_booking import Trial
from app.domain.funds.workbook_ground import BatchRef, Ground, PlaceRef, ProjectRef
from app.domain.funds.workbook_reading import Row

_LISTED = 8


class Places:
    """Batches by everything that they are called; projects and their places."""

    def __init__(self, ground: Ground, trial: Trial) -> None:
        self.ground, self.trial = ground, trial
        self._path = ground.area.path
        self._called: dict[str, list[BatchRef]] = defaultdict(list)
        self._by_paper: dict[tuple[str, str], BatchRef] = {}
        for batch in ground.batches.values():
            self.call(batch, batch.number, batch.document_no)
        self._projects: dict[tuple[str, str], list[ProjectRef]] = {}
        self._of: dict[tuple[int, str], PlaceRef | None] = {}

    def call(self, batch: BatchRef, *names: str) -> None:
        """From here on *batch* is also called so."""
        for name in (*names, batch.name):
            if name and batch not in self._called[name]:
                self._called[name].append(batch)
        paper = (batch.document_no, batch.name)
        if self.is_near(batch.area_path) and (paper not in self._by_paper or self.is_held_here(batch)):
            self._by_paper[paper] = batch

    def is_near(self, path: str) -> bool:
        """Whether an area lies in the one that the workbook is for, or above it."""
        return path.startswith(self._path) or self._path.startswith(path)

    def is_held_here(self, batch: BatchRef) -> bool:
        """Whether exactly the area that the workbook is for holds *batch*: it enters what comes of it."""
        return batch.area_path == self._path

    def is_held_within(self, batch: BatchRef) -> bool:
        """Whether *batch* is held in the area that the workbook is for: from there it is given to projects."""
        return batch.area_path.startswith(self._path)

    def is_ours(self, project: ProjectRef) -> bool:
        """Whether *project* is one of the area that the workbook is for: there its books are kept."""
        return project.area_path.startswith(self._path)

    def batch_of(self, label: str, document_no: str, name: str) -> BatchRef | None:
        """The batch of a row that notes one: by its number in the ledger, else by document and name."""
        return self.ground.batches.get(label) or self._by_paper.get((document_no, name))

    def batch_named(self, row: Row) -> BatchRef | None:
        """The batch that a row names by number, label, document or name: held in the area, or above it."""
        if "batch" in row.faulty or "batch" not in row.values:
            return None
        label = row.values["batch"]
        found = self._called.get(label, [])
        near = [batch for batch in found if self.is_near(batch.area_path)]
        if len(near) == 1:
            return near[0]
        if found and not near:
            problem = Message(
                N_("Batch %(number)s is not held in %(area)s."), number=label, area=self.ground.area.name
            )
        elif found:
            problem = Message(N_("Several batches are called “%(name)s”."), name=label)
        else:
            problem = Message(N_("There is no batch “%(name)s”."), name=label)
        advice = Message(N_("Write the number of the batch, or note it on the sheet of batches first."))
        self.trial.complain(row, "batch", problem, advice)
        return None

    def project_of(self, row: Row) -> ProjectRef | None:
        """The project that a row names by number, else by name: one of the area, or with a place there."""
        if "project" in row.faulty:
            return None
        number, name = row.values.get("project", ""), row.values.get("project_name", "")
        found = self._projects.get((number, name))
        if found is None:
            found = self._projects[number, name] = self.ground.find_project(number, name)
        if len(found) == 1 and self._is_known_here(found[0]):
            return found[0]
        if len(found) == 1:
            problem = self.not_ours(found[0])
        elif found:
            problem = Message(N_("Several projects of the year are called “%(name)s”."), name=name)
        else:
            problem = Message(
                N_("In %(year)s there is no project “%(name)s”."),
                year=self.ground.round.year,
                name=number or name,
            )
        advice = Message(N_("Write the project's number. A new project is entered under “Projects” first."))
        self.trial.complain(row, "project" if number else "project_name", problem, advice)
        return None

    def _is_known_here(self, project: ProjectRef) -> bool:
        return self.is_ours(project) or any(place.path.startswith(self._path) for place in project.places)

    def not_ours(self, project: ProjectRef) -> Message:
        """What is said where the books of *project* are not kept in the area that the workbook is for."""
        return Message(
            N_("Project %(number)s is not one of %(area)s."),
            number=project.number,
            area=self.ground.area.name,
        )

    def place_of(self, row: Row, project: ProjectRef) -> PlaceRef | None:
        """Where of a project: by the village's name or code; without one the only place there is."""
        if "place" in row.faulty:
            return None
        said = row.values.get("place", "")
        if not said and len(project.places) == 1:
            return project.places[0]
        key = (project.id, said)
        if key not in self._of:
            self._of[key] = _place(project, said)
        found = self._of[key]
        if found is None:
            names = "、".join(place.name for place in project.places[:_LISTED])
            problem = (
                Message(N_("Project %(number)s is not carried out there."), number=project.number)
                if said
                else Message(
                    N_("Project %(number)s is carried out at several places."), number=project.number
                )
            )
            self.trial.complain(
                row, "place", problem, Message(N_("Write one of: %(allowed)s"), allowed=names)
            )
        return found


def _place(project: ProjectRef, said: str) -> PlaceRef | None:
    if not said:
        return None
    bare = _bare(said)
    fitting = [one for one in project.places if said in (one.code, one.name) or _bare(one.name) == bare]
    return fitting[0] if len(fitting) == 1 else None


def _bare(name: str) -> str:
    for end in ("村民委员会", "村委会", "居委会", "社区", "村", "镇", "乡"):
        if name.endswith(end) and len(name) > len(end):
            return name.removesuffix(end)
    return name
