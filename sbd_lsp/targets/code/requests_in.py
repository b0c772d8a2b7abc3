"""Sample requests: what API Gateway hands to a function with a proxy integration.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
"""

from __future__ import annotations

import json
import re
from typing import Any

from sbd_lsp.model.design import Design, Edge
from sbd_lsp.targets.code.requests import PARAMETER, WITH_BODY, filled
from sbd_lsp.targets.routes import route

REQUEST_ID = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef"
HOST = "1234567890.execute-api.us-east-1.amazonaws.com"
HEADERS = {
    "Accept": "application/json",
    "Accept-Encoding": "gzip, deflate, sdch",
    "Accept-Language": "en-US,en;q=0.8",
    "Cache-Control": "max-age=0",
    "CloudFront-Forwarded-Proto": "https",
    "CloudFront-Is-Desktop-Viewer": "true",
    "CloudFront-Is-Mobile-Viewer": "false",
    "CloudFront-Is-SmartTV-Viewer": "false",
    "CloudFront-Is-Tablet-Viewer": "false",
    "CloudFront-Viewer-Country": "US",
    "Host": HOST,
    "Upgrade-Insecure-Requests": "1",
    "User-Agent": "Custom User Agent String",
    "Via": "1.1 08f323deadbeefa7af34d5feb414ce27.cloudfront.net (CloudFront)",
    "X-Amz-Cf-Id": "cDehVQoZnx43VYQb9j2-nvCh-9z396Uhbp027Y2JvkCPNLmGJHqlaA==",
    "X-Forwarded-For": "127.0.0.1, 127.0.0.2",
    "X-Forwarded-Port": "443",
    "X-Forwarded-Proto": "https",
}
IDENTITY = {
    "cognitoIdentityPoolId": None,
    "accountId": None,
    "cognitoIdentityId": None,
    "caller": None,
    "accessKey": None,
    "sourceIp": "127.0.0.1",
    "cognitoAuthenticationType": None,
    "cognitoAuthenticationProvider": None,
    "userArn": None,
    "userAgent": "Custom User Agent String",
    "user": None,
}


def request_sample(
    design: Design, edge: Edge, content: Any
) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """A label, the event of a request along `edge`, and the plain value of that request.

    `content` is the body of the methods that have one; a method `ANY` is shown as a POST.
    """
    method, path = route(design, edge)
    method = "POST" if method == "ANY" else method
    parameters = dict.fromkeys(PARAMETER.findall(path), "1001")
    body = content if method in WITH_BODY else None
    event = _event(edge, method, path, filled(path, "1001"), parameters, body)
    value = {
        "id": REQUEST_ID,
        "method": method,
        "path": event["path"],
        "parameters": parameters,
        "query": {"foo": "bar"},
        "body": body,
    }
    label = "-".join([method, *re.findall(r"\w+", path)])
    return label, event, value


def _event(
    edge: Edge, method: str, resource: str, path: str, parameters: dict[str, str], body: Any
) -> dict[str, Any]:
    stage = edge.source.options["stage"]
    headers = {**HEADERS, "Content-Type": "application/json"} if body else dict(HEADERS)
    context = {
        "accountId": "123456789012",
        "resourceId": "123456",
        "stage": stage,
        "requestId": REQUEST_ID,
        "requestTime": "09/Apr/2015:12:34:56 +0000",
        "requestTimeEpoch": 1428582896000,
        "identity": IDENTITY,
        "path": f"/{stage}{path}",
        "resourcePath": resource,
        "httpMethod": method,
        "apiId": "1234567890",
        "protocol": "HTTP/1.1",
    }
    return {
        "body": None if body is None else json.dumps(body),
        "resource": resource,
        "path": path,
        "httpMethod": method,
        "isBase64Encoded": False,
        "queryStringParameters": {"foo": "bar"},
        "multiValueQueryStringParameters": {"foo": ["bar"]},
        "pathParameters": parameters or None,
        "stageVariables": None,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "requestContext": context,
    }
