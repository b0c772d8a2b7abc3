"""KMS keys of a person's own: whoever reads or writes what a key encrypts has to use that key.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sbd_lsp.catalogue.entries import Grant
from sbd_lsp.model.design import Edge, Node
from sbd_lsp.targets.aws.draft import allow

# where the properties of a node name its key; `0` is the first item of a list
PLACES: Mapping[str, tuple[str, ...]] = {
    "bucket": (
        "BucketEncryption", "ServerSideEncryptionConfiguration", "0",
        "ServerSideEncryptionByDefault", "KMSMasterKeyID",
    ),
    "queue": ("KmsMasterKeyId",),
    "stream": ("StreamEncryption", "KeyId"),
    "table": ("SSESpecification", "KMSMasterKeyId"),
    "topic": ("KmsMasterKeyId",),
}  # fmt: skip
KEY_ARN = re.compile(r"arn:[^:]+:kms:[^:]*:[^:]*:key/.+")
READING = ("kms:Decrypt",)
WRITING = ("kms:Decrypt", "kms:GenerateDataKey")
# DynamoDB encrypts under a key of the table's own, which it asks of KMS for whoever calls
TABLE_READING = ("kms:Decrypt", "kms:DescribeKey")
TABLE_WRITING = (
    "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
)  # fmt: skip


def use_of_key(edge: Edge, grant: Grant) -> dict[str, Any] | None:
    """The statement that whoever may do what `grant` says needs besides; None without a key.

    Only a key that the properties name by its ARN is known well enough.
    """
    node = edge.source if grant.resource == "source" else edge.target
    key = _key(node)
    if key is None:
        return None
    reads = grant.principal == "target" or edge.kind == "read"
    if node.type == "table":
        return allow(*(TABLE_READING if reads else TABLE_WRITING), resources=[key])
    return allow(*(READING if reads else WRITING), resources=[key])


def _key(node: Node) -> str | None:
    found: Any = node.properties if node.type in PLACES else None
    for step in PLACES.get(node.type, ()):
        if isinstance(found, Mapping):
            found = found.get(step)
        elif isinstance(found, (list, tuple)) and found:
            found = found[int(step)]
        else:
            return None
    return found if isinstance(found, str) and KEY_ARN.fullmatch(found) else None
