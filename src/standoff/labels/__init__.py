"""The label store and its checks; how far annotators agree."""

from standoff.labels.agreement import measure_agreement
from standoff.labels.align import Unit, align, count_matches
from standoff.labels.alpha import nominal_alpha, segments, unitizing_alpha, unitizing_tally
from standoff.labels.bootstrap import RESAMPLES, SEED, Estimate, estimate
from standoff.labels.check import StoreCheck, check_store
from standoff.labels.kappa import Ratings, cohen_kappa, fleiss_kappa, observed_agreement
from standoff.labels.migrate import Change, MigrationPlan, apply_migration, plan_migration, plan_rollback
from standoff.labels.passes import Passes, group_passes
from standoff.labels.store import LabelStore, Line, PutResult, dump_lines, read_lines
from standoff.labels.tables import ALL_TYPES, NO_VALUE, Agreement, AttributeAgreement, RelationAgreement, SpanAgreement

__all__ = [
    "ALL_TYPES",
    "NO_VALUE",
    "RESAMPLES",
    "SEED",
    "Agreement",
    "AttributeAgreement",
    "Change",
    "Estimate",
    "LabelStore",
    "Line",
    "MigrationPlan",
    "Passes",
    "PutResult",
    "Ratings",
    "RelationAgreement",
    "SpanAgreement",
    "StoreCheck",
    "Unit",
    "align",
    "apply_migration",
    "check_store",
    "cohen_kappa",
    "count_matches",
    "dump_lines",
    "estimate",
    "fleiss_kappa",
    "group_passes",
    "measure_agreement",
    "nominal_alpha",
    "observed_agreement",
    "plan_migration",
    "plan_rollback",
    "read_lines",
    "segments",
    "unitizing_alpha",
    "unitizing_tally",
]
