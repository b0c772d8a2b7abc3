"""Rules: what may be wrong with a design, one module and one page each.

Invariants: a rule looks at one entry and its neighbourhood in the model, yields findings, and
changes nothing; every finding names its rule. Imports `model` and what stands below it.

A rule module has `RULE` and any of `check_node(node, model)`, `check_edge(edge, model)`,
`check_keys(keys, model)` for the keys of either and of the document, `check_block(block, model)`
and `check_design(model)`. `run.py` says what a change to the text makes a rule look at anew.
"""

from __future__ import annotations

from types import ModuleType

from sbd_lsp.checks import (
    alias_used,
    blocked_runtime,
    conflicting_edges,
    deprecated_runtime,
    duplicate_edge,
    duplicate_id,
    duplicate_key,
    edge_not_allowed,
    exclusive_target,
    foreign_sign,
    idle_node,
    invalid_id,
    merge_conflict,
    misplaced_entry,
    missing_key,
    not_yaml,
    option_requirement,
    recursive_call,
    republish_loop,
    several_documents,
    taken_literally,
    too_many_edges,
    unanswered_call,
    unknown_event,
    unknown_key,
    unknown_kind,
    unknown_node,
    unknown_reference,
    unknown_tag,
    unknown_type,
    unmet_requirement,
    unreached_node,
    wrong_hook,
    wrong_type,
    wrong_value,
)

# in reading order: what spoils the text, then its words, its nodes, its edges, the whole
RULES: tuple[ModuleType, ...] = (
    not_yaml,
    foreign_sign,
    misplaced_entry,
    merge_conflict,
    several_documents,
    alias_used,
    unknown_tag,
    duplicate_key,
    unknown_key,
    missing_key,
    wrong_type,
    wrong_value,
    taken_literally,
    invalid_id,
    duplicate_id,
    unknown_type,
    deprecated_runtime,
    blocked_runtime,
    wrong_hook,
    idle_node,
    unknown_node,
    unknown_reference,
    edge_not_allowed,
    unknown_kind,
    unknown_event,
    option_requirement,
    unmet_requirement,
    too_many_edges,
    exclusive_target,
    conflicting_edges,
    duplicate_edge,
    recursive_call,
    republish_loop,
    unanswered_call,
    unreached_node,
)
