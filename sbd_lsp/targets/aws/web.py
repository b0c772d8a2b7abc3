"""REST APIs, and the identity pools that let visitors call them."""

from __future__ import annotations

import re
from typing import Any

from sbd_lsp.model.design import Design, Edge, Node
from sbd_lsp.targets.aws.draft import Draft, Role, allow, caption, document, log_name
from sbd_lsp.targets.intrinsics import Noted, Value, attribute, ref, sub
from sbd_lsp.targets.plan import ApiResource, CannotGenerate, Resource
from sbd_lsp.targets.routes import route

GATEWAY = "apigateway.amazonaws.com"
COGNITO = "cognito-identity.amazonaws.com"
ORIGIN = "Access-Control-Allow-Origin"
METHOD_KEYS = {"ANY": "x-amazon-apigateway-any-method"}
INTEGRATION = "x-amazon-apigateway-integration"
SIGNED = "sigv4"
# the scheme of requests signed with AWS credentials:
# https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authtype.html
SIGNATURE = {
    "type": "apiKey",
    "name": "Authorization",
    "in": "header",
    "x-amazon-apigateway-authtype": "awsSigv4",
}
PARAMETER = re.compile(r"\{([^}+]+)\+?\}")
# starts an execution with the body of the request; `\\'` is no escape in JSON, so it is undone:
# https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
START_TEMPLATE = (
    '{"input": "$util.escapeJavaScript($input.json(\'$\')).replaceAll("\\\\\'", "\'")", '
    '"stateMachineArn": "${machine}"}'
)

START_ANSWERS = {
    "200": "The execution has started",
    "400": "The request is refused",
    "500": "Step Functions failed",
}


def api(draft: Draft, node: Node) -> None:
    """A REST API described in OpenAPI, traced, with an access log."""
    logs = draft.log_group(node, log_name("/aws/apigateway", node))
    body: dict[str, Any] = {
        "openapi": "3.0.1",
        "info": {"title": sub("${AWS::StackName}-${id}", id=node.id), "version": "1.0"},
    }
    if signed(draft.design, node):
        body["components"] = {"securitySchemes": {SIGNED: dict(SIGNATURE)}}
    body["paths"] = {}
    resource = ApiResource(
        node.id, "AWS::ApiGateway::RestApi", {}, node,
        depends_on=[_account(draft)],
        body=body,
        stage=node.options["stage"],
        cors=node.options.get("cors"),
        throttle=node.options.get("throttle"),
        access_log=attribute(logs, "Arn"),
    )  # fmt: skip
    draft.add(node, resource)
    if not any(edge.kind == "integration" for edge in draft.design.outgoing(node)):
        _answer_for_itself(draft, node, body)
    draft.output(node, "Url", f"Address of the API {node.id}", draft.refer.url(node))


def signed(design: Design, node: Node) -> bool:
    """Whether the API `node` takes only requests that are signed with AWS credentials.

    Functions that call it sign anyway; only an identity pool closes it to everybody else.
    """
    return any(design.incoming(node, "identityPool"))


def _account(draft: Draft) -> str:
    """The setting by which API Gateway may write logs; there is one for the account and region.

    It and its role stay when the stack goes, because other APIs of the account rely on it too.
    """
    for resource in draft.plan.shared:
        if resource.type == "AWS::ApiGateway::Account":
            return resource.id
    role = draft.names.take("ApiLogsRole")
    policy = "service-role/AmazonAPIGatewayPushToCloudWatchLogs"
    trust = allow("sts:AssumeRole", principal={"Service": GATEWAY})
    properties = {
        "AssumeRolePolicyDocument": document([trust]),
        "ManagedPolicyArns": [sub(f"arn:${{AWS::Partition}}:iam::aws:policy/{policy}")],
    }
    note = "Lets API Gateway write access logs: a setting of the whole account in this region"
    draft.plan.shared.append(Resource(role, "AWS::IAM::Role", properties, retained=True, note=note))
    id = draft.names.take("ApiLogsAccount")
    account = {"CloudWatchRoleArn": attribute(role, "Arn")}
    draft.plan.shared.append(Resource(id, "AWS::ApiGateway::Account", account, retained=True))
    return id


def _answer_for_itself(draft: Draft, node: Node, body: dict[str, Any]) -> None:
    """API Gateway deploys no API without a method, so one that calls nothing yet says so."""
    answer = {
        "type": "mock",
        "requestTemplates": {"application/json": '{"statusCode": 501}'},
        "responses": {
            "default": {
                "statusCode": "501",
                "responseTemplates": {"application/json": '{"message": "Not implemented"}'},
            }
        },
    }
    responses = {"501": {"description": "Nothing answers yet"}}
    operation = {
        "responses": responses,
        INTEGRATION: answer,
        **_security(draft.design, node),
    }
    _let_pages_read(node, operation)
    note = f"{node.id} calls nothing yet"
    body["paths"]["/"] = {METHOD_KEYS["ANY"]: Noted(note, operation)}


def _let_pages_read(node: Node, operation: dict[str, Any]) -> None:
    """Lets pages of the origin that the API `node` names read answers which API Gateway makes.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html
    """
    answers = operation[INTEGRATION].get("responses")
    if "cors" not in node.options or answers is None:
        return
    for response in operation["responses"].values():
        response["headers"] = {ORIGIN: {"schema": {"type": "string"}}}
    for answer in answers.values():
        answer["responseParameters"] = {
            f"method.response.header.{ORIGIN}": f"'{node.options['cors']}'"
        }


def _security(design: Design, node: Node) -> dict[str, Any]:
    return {"security": [{SIGNED: []}]} if signed(design, node) else {}


def _operation(draft: Draft, edge: Edge, answers: dict[str, str], integration: Any) -> None:
    """Adds the method of `edge` to the API: its `answers` (status to words), its `integration`."""
    method, path = route(draft.design, edge)
    resource = draft.main[edge.source.id]
    assert isinstance(resource, ApiResource)
    methods = resource.body["paths"].setdefault(path, {})
    key = METHOD_KEYS.get(method, method.lower())
    if key in methods:
        raise CannotGenerate(edge.source.id, f"{method} {path} is answered twice")
    operation: dict[str, Any] = {}
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in PARAMETER.findall(path)
    ]
    if parameters:
        operation["parameters"] = parameters
    operation["responses"] = {status: {"description": words} for status, words in answers.items()}
    operation.update(_security(draft.design, edge.source))
    operation[INTEGRATION] = integration
    _let_pages_read(edge.source, operation)
    methods[key] = Noted(caption(edge), operation)


def api_to_function(draft: Draft, edge: Edge) -> None:
    """A Lambda proxy integration, and the permission for requests of that method and path."""
    function = draft.refer.arn(edge.target, edge.source)
    invocation = "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/"
    integration = {
        "type": "aws_proxy",
        "httpMethod": "POST",
        "uri": sub(invocation + "${function}/invocations", function=function),
        "passthroughBehavior": "when_no_match",
    }
    _operation(draft, edge, {"200": "Done"}, integration)
    method, path = route(draft.design, edge)
    requests = draft.refer.requests(
        edge.source,
        "*" if method == "ANY" else method,
        PARAMETER.sub("*", path.lstrip("/")),
    )
    draft.permission(edge, GATEWAY, requests, account=False)


def api_to_machine(draft: Draft, edge: Edge) -> None:
    """An integration with Step Functions under a role of the API's own."""
    machine = draft.refer.arn(edge.target, edge.source)
    role = draft.role(edge.source, GATEWAY)
    integration = {
        "type": "aws",
        "httpMethod": "POST",
        "uri": sub("arn:${AWS::Partition}:apigateway:${AWS::Region}:states:action/StartExecution"),
        "credentials": role.arn,
        "passthroughBehavior": "never",
        "requestTemplates": {
            "application/json": sub(START_TEMPLATE, machine=machine),
        },
        "responses": {
            "2\\d{2}": {"statusCode": "200"},
            "4\\d{2}": {"statusCode": "400"},
            "default": {"statusCode": "500"},
        },
    }
    _operation(draft, edge, START_ANSWERS, integration)


def identity_pool(draft: Draft, node: Node) -> None:
    """An identity pool whose visitors take on roles of their own."""
    design = draft.design
    guests = node.options["guests"] or any(
        edge.options.get("role") == "guest" for edge in design.outgoing(node)
    )
    properties: dict[str, Any] = {
        "AllowClassicFlow": False,
        "AllowUnauthenticatedIdentities": guests,
    }
    if node.options.get("providers"):
        properties["SupportedLoginProviders"] = dict(node.options["providers"])
    draft.add(node, Resource(node.id, "AWS::Cognito::IdentityPool", properties, node))
    roles = {"authenticated": _visitors(draft, node, "authenticated").arn}
    if guests:
        roles["unauthenticated"] = _visitors(draft, node, "guest").arn
    attachment = {"IdentityPoolId": ref(node.id), "Roles": roles}
    id = draft.names.take(f"{node.id}Roles")
    draft.add(node, Resource(id, "AWS::Cognito::IdentityPoolRoleAttachment", attachment))
    draft.output(node, "Id", f"Id of the identity pool {node.id}", ref(node.id))


def _visitors(draft: Draft, node: Node, who: str) -> Role:
    """The role of the visitors of `node` who have signed in (`authenticated`) or not (`guest`)."""
    strength = {"authenticated": "authenticated", "guest": "unauthenticated"}[who]
    trust = allow(
        "sts:AssumeRoleWithWebIdentity",
        principal={"Federated": COGNITO},
        conditions={
            "StringEquals": {f"{COGNITO}:aud": ref(node.id)},
            "ForAnyValue:StringLike": {f"{COGNITO}:amr": strength},
        },
    )
    return draft.add_role((node.id, who), f"{node.id}{who.title()}Role", trust)


def requests_of(draft: Draft, edge: Edge) -> Value:
    """The ARN of the requests to an API that `edge` allows."""
    method = edge.options.get("method", "ANY")
    path = PARAMETER.sub("*", edge.options.get("path") or "*").lstrip("/")
    return draft.refer.requests(edge.target, "*" if method == "ANY" else method, path)
