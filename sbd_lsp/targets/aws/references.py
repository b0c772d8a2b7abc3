"""How one resource is told of another: by reference, or by name where that would be a cycle.

CloudFormation makes a resource after those that it refers to, so references must not go round in
circles. Where they would (a bucket triggers a function that writes to that bucket), the resource
gets a name that is known beforehand, and whoever closes the circle uses that.
"""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.model.design import Design, Node
from sbd_lsp.model.graph import Link, links_in_cycles
from sbd_lsp.targets.intrinsics import Value, arn, attribute, ref, sub
from sbd_lsp.targets.naming import shorten

# property that holds the physical name of a resource
NAME = {
    "bucket": "BucketName",
    "function": "FunctionName",
    "stateMachine": "StateMachineName",
    "deliveryStream": "DeliveryStreamName",
}
# AWS's limits on those names, in characters
LIMIT = {"function": 64, "stateMachine": 80, "deliveryStream": 64}
# what a GUID and the hyphen before it take of a name
GUID = 37
# what a bucket's name may spend on the id of its node
BUCKET_ID = 63 - GUID

# types whose resource refers to those that its edges lead to, and types that are referred to by
# those that their edges lead to; edges from other types make resources that nothing refers to
FORWARD = ("analyticsStream", "api", "bucket", "deliveryStream", "function", "stateMachine")
BACKWARD = ("queue", "stream", "table")

# the last part of the stack's id is a GUID: no two stacks share it, and it has no capital letters
STACK_GUID: Value = {"Fn::Select": [2, {"Fn::Split": ["/", {"Ref": "AWS::StackId"}]}]}


class References:
    """Names, ARNs and addresses of the nodes of a design, as seen from others of its nodes."""

    def __init__(self, design: Design, alias: str) -> None:
        self.design = design
        self.alias = alias
        deployment = design.deployment
        self.hooks = {deployment.before, deployment.after} - {None} if deployment else set()
        self._by_name = by_name(design, self.hooks)
        self._named = {target for _, target in self._by_name}
        self._bucket_names = bucket_names(design)

    def aliased(self, function: Node) -> bool:
        """Whether `function` is invoked through an alias: all but the hooks of a deployment."""
        return self.design.deployment is not None and function.id not in self.hooks

    def given_name(self, node: Node) -> Value | None:
        """The physical name that the template gives to `node`; None if AWS may choose it."""
        chosen = self._chosen_name(node)
        if chosen is not None or node.type == "bucket":
            return chosen or self._bucket_names[node.id]
        if node.id in self._named:
            return with_guid(node.id, LIMIT[node.type])
        return None

    def name(self, node: Node, seen_from: Node) -> Value:
        """The name of `node`: of a queue its URL, of a topic or state machine its ARN."""
        if (seen_from.id, node.id) not in self._by_name:
            return ref(f"{node.id}.Alias" if self._alias(node) else node.id)
        if node.type == "stateMachine":
            return self.arn(node, seen_from)
        name = self.given_name(node)
        return sub(f"${{name}}:{self.alias}", name=name) if self._alias(node) else name

    def arn(self, node: Node, seen_from: Node) -> Value:
        """The ARN of `node`; of a function that of the alias by which it is invoked."""
        if (seen_from.id, node.id) in self._by_name:
            return self._arn_of_name(node)
        if node.type in ("topic", "stateMachine") or self._alias(node):
            return self.name(node, seen_from)
        if node.type == "api":
            return self.requests(node, "*", "*")
        return attribute(node.id, "Arn")

    def function_arn(self, function: Node, seen_from: Node) -> Value:
        """The ARN of `function` itself, even where it is invoked through an alias."""
        if (seen_from.id, function.id) in self._by_name:
            return arn("lambda", "function:${name}", name=self.given_name(function))
        return attribute(function.id, "Arn")

    def bucket_arn(self, bucket: Node) -> Value:
        """The ARN of `bucket` without referring to it: for what must be made before it."""
        return sub("arn:${AWS::Partition}:s3:::${name}", name=self.given_name(bucket))

    def requests(self, api: Node, method: str, path: str) -> Value:
        """The ARN of the requests by `method` to `path` (`*` for any), without a leading slash."""
        stage = self.stage(api)
        return arn(
            "execute-api", "${api}/${stage}/${method}/${path}",
            api=ref(api.id), stage=stage, method=method, path=path,
        )  # fmt: skip

    def url(self, api: Node) -> Value:
        """The address of the stage of `api`, without a slash at its end."""
        return sub(
            "https://${api}.execute-api.${AWS::Region}.${AWS::URLSuffix}/${stage}",
            api=ref(api.id), stage=self.stage(api),
        )  # fmt: skip

    def stage(self, api: Node) -> Value:
        """The name of the stage of `api`."""
        return api.properties.get("StageName", api.options["stage"])

    def _alias(self, node: Node) -> bool:
        return node.type == "function" and self.aliased(node)

    def _arn_of_name(self, node: Node) -> Value:
        if node.type == "bucket":
            return self.bucket_arn(node)
        service, resource = {
            "function": ("lambda", "function:${name}"),
            "stateMachine": ("states", "stateMachine:${name}"),
            "deliveryStream": ("firehose", "deliverystream/${name}"),
        }[node.type]
        suffix = f":{self.alias}" if self._alias(node) else ""
        return arn(service, resource + suffix, name=self.given_name(node))

    def _chosen_name(self, node: Node) -> Value | None:
        key = NAME.get(node.type, "")
        sam_key = "Name" if node.type == "stateMachine" else key
        return node.properties.get(sam_key, node.properties.get(key))


def bucket_names(design: Design) -> dict[str, Value]:
    """A name for each bucket, apart from those of all other stacks, by the id of its node.

    Buckets always get one: what they notify has to know it before they are made, and a name that
    came and went with such edges would replace the bucket.
    """
    names: dict[str, Value] = {}
    seen: dict[str, int] = {}
    for node in design.of_type("bucket"):
        lower = node.id.lower()
        seen[lower] = seen.get(lower, 0) + 1
        short = shorten(lower, BUCKET_ID)
        if seen[lower] > 1:
            short = f"{short[: BUCKET_ID - 4]}-{seen[lower]}"
        names[node.id] = with_guid(short, BUCKET_ID + GUID)
    return names


def with_guid(id: str, limit: int) -> Value:
    """A name for `id` apart from those of all other stacks, within `limit` whatever theirs are."""
    short = shorten(id, limit - GUID)
    return {"Fn::Sub": [f"{short}-${{StackGuid}}", {"StackGuid": STACK_GUID}]}


def by_name(design: Design, hooks: set[str | None]) -> frozenset[Link]:
    """Links (from, to) between ids of nodes that must go by name for want of an order.

    An API's id cannot be known beforehand, so its links to what it calls give way first; then
    those from functions.
    """
    links = list(_links(design, hooks))
    types = {id: node.type for id, node in design.nodes.items()}
    from_apis = {link for link in links_in_cycles(links) if types[link[0]] == "api"}
    rest = [link for link in links if link not in from_apis]
    unnamed = set(_hook_links(design, hooks))
    circles = links_in_cycles(rest) - unnamed
    return frozenset(from_apis | {link for link in circles if types[link[0]] == "function"})


def _links(design: Design, hooks: set[str | None]) -> Iterator[Link]:
    """Which resource refers to which, from the one to the other."""
    for edge in design.edges:
        if edge.source.type in FORWARD:
            yield edge.source.id, edge.target.id
        elif edge.source.type in BACKWARD:
            yield edge.target.id, edge.source.id
    yield from _hook_links(design, hooks)


def _hook_links(design: Design, hooks: set[str | None]) -> Iterator[Link]:
    for function in design.of_type("function"):
        for hook in hooks:
            if hook is not None and function.id not in hooks:
                yield function.id, hook
