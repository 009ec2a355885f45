"""The label store and its checks, how far annotators agree, and gold made of what they say."""

from standoff.labels.adjudicate import GOLD, AdjudicationResult, Case, Ruling, adjudicate
from standoff.labels.agreement import measure_agreement
from standoff.labels.alignment import Unit, align, count_matches
from standoff.labels.alpha import nominal_alpha, segments, unitizing_alpha, unitizing_tally
from standoff.labels.bootstrap import RESAMPLES, SEED, Estimate, estimate
from standoff.labels.check import StoreCheck, check_store
from standoff.labels.dawid_skene import DawidSkene, fit_dawid_skene
from standoff.labels.decision import decided_gold, same_labels
from standoff.labels.gold import BY_MACHINE, BY_PERSON, GoldPlan, is_by_person, is_decided, plan_gold
from standoff.labels.joining import Joined, LeftOut, join_labels
from standoff.labels.kappa import Ratings, cohen_kappa, fleiss_kappa, observed_agreement
from standoff.labels.migrate import Change, MigrationPlan, apply_migration, plan_migration, plan_rollback
from standoff.labels.order import OrderItem, read_order, write_order
from standoff.labels.passes import Passes, group_passes
from standoff.labels.policies import POLICIES
from standoff.labels.queue import QueueItem, read_queue, remove_from_queue, to_queue, update_queue, write_queue
from standoff.labels.reanchor import MIN_CONFIDENCE, Reanchored, reanchor
from standoff.labels.revisions import Revision, RevisionPlan, apply_revisions, lost_path, plan_revisions
from standoff.labels.store import LabelStore, Line, PutResult, dump_lines, read_lines
from standoff.labels.tables import ALL_TYPES, NO_VALUE, Agreement, AttributeAgreement, RelationAgreement, SpanAgreement

__all__ = [
    "ALL_TYPES",
    "BY_MACHINE",
    "BY_PERSON",
    "GOLD",
    "MIN_CONFIDENCE",
    "NO_VALUE",
    "POLICIES",
    "RESAMPLES",
    "SEED",
    "AdjudicationResult",
    "Agreement",
    "AttributeAgreement",
    "Case",
    "Change",
    "DawidSkene",
    "Estimate",
    "GoldPlan",
    "Joined",
    "LabelStore",
    "LeftOut",
    "Line",
    "MigrationPlan",
    "OrderItem",
    "Passes",
    "PutResult",
    "QueueItem",
    "Ratings",
    "Reanchored",
    "RelationAgreement",
    "Revision",
    "RevisionPlan",
    "Ruling",
    "SpanAgreement",
    "StoreCheck",
    "Unit",
    "adjudicate",
    "align",
    "apply_migration",
    "apply_revisions",
    "check_store",
    "cohen_kappa",
    "count_matches",
    "decided_gold",
    "dump_lines",
    "estimate",
    "fit_dawid_skene",
    "fleiss_kappa",
    "group_passes",
    "is_by_person",
    "is_decided",
    "join_labels",
    "lost_path",
    "measure_agreement",
    "nominal_alpha",
    "observed_agreement",
    "plan_gold",
    "plan_migration",
    "plan_revisions",
    "plan_rollback",
    "read_lines",
    "read_order",
    "read_queue",
    "reanchor",
    "remove_from_queue",
    "same_labels",
    "segments",
    "to_queue",
    "unitizing_alpha",
    "unitizing_tally",
    "update_queue",
    "write_order",
    "write_queue",
]
