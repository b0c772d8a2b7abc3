"""A pygls server that knows nothing: what the libraries alone cost."""

from lsprotocol import types
from pygls.lsp.server import LanguageServer

server = LanguageServer("empty", "1")


@server.feature(types.TEXT_DOCUMENT_DID_OPEN)
@server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
def publish(
    params: types.DidOpenTextDocumentParams | types.DidChangeTextDocumentParams,
) -> None:
    """Says that there is nothing to say about the document."""
    server.text_document_publish_diagnostics(
        types.PublishDiagnosticsParams(
            params.text_document.uri, [], version=params.text_document.version
        )
    )


if __name__ == "__main__":
    server.start_io()
