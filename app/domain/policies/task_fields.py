"""The policy fields of tasks, assessment and supervision, as part of the schema."""

from app.core.messages import N_
from app.domain.policies.fields import DAYS, PERCENT, POINTS, int_field
from app.domain.policies.vocabulary import FieldGroup

TASKS = FieldGroup.TASKS

TASK_FIELDS = (
    int_field("task_report_days", TASKS, N_("How far the tasks are is written down every"), DAYS, 1, 90),
    int_field(
        "task_near_days",
        TASKS,
        N_("A task that is not done turns orange before its deadline"),
        DAYS,
        0,
        90,
        N_("So many days before the deadline, however far it is."),
    ),
    int_field(
        "task_lag_percent",
        TASKS,
        N_("A task turns orange when it is behind its time by more than"),
        PERCENT,
        0,
        100,
        N_("Half of the time is over and a fifth is done: it is behind by 30 percent."),
    ),
    int_field(
        "mend_days",
        TASKS,
        N_("What supervision finds is mended, if nothing else is said, within"),
        DAYS,
        1,
        180,
    ),
    int_field("score_results", TASKS, N_("Quarterly assessment: the tasks"), POINTS, 0, 100),
    int_field(
        "score_identification",
        TASKS,
        N_("Quarterly assessment: households rightly chosen"),
        POINTS,
        0,
        100,
        N_("One point less for each objection that was upheld."),
    ),
    int_field("score_help", TASKS, N_("Quarterly assessment: help for the households"), POINTS, 0, 100),
    int_field("score_openness", TASKS, N_("Quarterly assessment: published in time"), POINTS, 0, 100),
    int_field("score_mending", TASKS, N_("Quarterly assessment: findings mended in time"), POINTS, 0, 100),
)
