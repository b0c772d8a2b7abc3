"""Plan to the files of a SAM project but for the code: template, configuration, state machines."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sbd_lsp.model.design import Design
from sbd_lsp.targets.aws.build import plan_of
from sbd_lsp.targets.plan import MachineResource, Plan
from sbd_lsp.targets.sam.names import APPLICATION, alias_for, reserved
from sbd_lsp.targets.sam.template import definition_path, template_of
from sbd_lsp.targets.sam.yaml_text import to_yaml

HEADER = "# Generated from the design and overwritten with it; change it there (`properties`)."
BLOCKS = ("Parameters", "Resources", "Outputs")


def project_files(design: Design) -> dict[str, str]:
    """Path to text of the files that say what `design` is made of.

    Raises `CannotGenerate` where AWS would take no project.
    """
    plan = plan_of(design, reserved(design), APPLICATION, alias_for(design))
    files = {
        "template.yaml": template_text(plan),
        "samconfig.toml": configuration_text(plan),
    }
    for resource in plan.resources:
        if isinstance(resource, MachineResource):
            files[definition_path(resource)] = definition_text(resource.definition)
    return files


def template_text(plan: Plan) -> str:
    """The text of `template.yaml`."""
    template = template_of(plan)
    head = {key: value for key, value in template.items() if key not in BLOCKS}
    parts = [f"{HEADER}\n{to_yaml(head)}"]
    for block in BLOCKS:
        if block in template:
            parts.append(f"{block}:\n" + _apart(template[block], blank=block == "Resources"))
    return "\n".join(parts)


def _apart(entries: Mapping[str, Any], blank: bool) -> str:
    """`entries` one level in, with a blank line between each two if `blank`."""
    texts = [to_yaml({key: value}, "  ") for key, value in entries.items()]
    return ("\n" if blank else "").join(texts)


def definition_text(definition: Mapping[str, Any]) -> str:
    """A state machine's definition as JSON, in which no comment looks like a substitution."""
    lines = json.dumps(definition, indent=2, ensure_ascii=False).split("\n")
    return "".join(f"{_harmless(line)}\n" for line in lines)


def _harmless(line: str) -> str:
    is_comment = line.lstrip().startswith('"Comment": ')
    return line.replace("${", "$\\u007b") if is_comment else line


def configuration_text(plan: Plan) -> str:
    """The text of `samconfig.toml`: what the SAM CLI need not be told each time.

    https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-config.html
    """
    lines = [
        "version = 0.1",
        "",
        "[default.global.parameters]",
        f"stack_name = {json.dumps(plan.design.name)}",
        "",
        "[default.build.parameters]",
        "cached = true",
        "parallel = true",
        "",
        "[default.validate.parameters]",
        "lint = true",
        "",
        "[default.deploy.parameters]",
        'capabilities = "CAPABILITY_IAM"',
        "confirm_changeset = true",
        "resolve_s3 = true",
    ]
    if plan.parameters:
        lines.append("# take the hash signs away and fill in, or let `sam deploy --guided` ask:")
        lines.append("# parameter_overrides = [")
        lines += [f'#   "{name}=",' for name in plan.parameters]
        lines.append("# ]")
    lines += ["", "[default.sync.parameters]", "watch = true"]
    return "\n".join(lines) + "\n"
