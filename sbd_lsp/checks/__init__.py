"""Rules: what may be wrong with a design, one module and one page each.

Invariants: a rule looks at one entry and its neighbourhood in the model, yields findings, and
changes nothing; every finding names its rule. Imports `model` and what stands below it.

A rule module has `RULE` and any of `check_node(node, model)`, `check_edge(edge, model)`,
`check_block(block, model)` and `check_design(model)`. `run.py` lists the modules in reading order.
"""

from __future__ import annotations

from types import ModuleType

from sbd_lsp.checks import (
    alias_used,
    deprecated_runtime,
    duplicate_edge,
    duplicate_id,
    duplicate_key,
    edge_not_allowed,
    invalid_id,
    merge_conflict,
    missing_key,
    not_yaml,
    several_documents,
    unknown_event,
    unknown_key,
    unknown_kind,
    unknown_node,
    unknown_type,
    unreached_node,
    wrong_type,
    wrong_value,
)

RULES: tuple[ModuleType, ...] = (
    not_yaml,
    merge_conflict,
    several_documents,
    alias_used,
    duplicate_key,
    unknown_key,
    missing_key,
    wrong_type,
    wrong_value,
    invalid_id,
    duplicate_id,
    unknown_type,
    deprecated_runtime,
    unknown_node,
    edge_not_allowed,
    unknown_kind,
    unknown_event,
    duplicate_edge,
    unreached_node,
)
