#!/usr/bin/env bash
# Drives the packaged extension in a real VS Code (code-server) by a headless browser.
#   run.sh [FILE.vsix]      default: editors/vscode/sbd-lsp.vsix, made by `npm run package`
# Screenshots, and the extension's log where a step fails, go to editors/vscode/build/e2e/.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
vsix=$(realpath "${1:-$here/../../sbd-lsp.vsix}")
cache=$("$here/setup.sh" | tail -n 1)
exec "$cache/node_modules/node/bin/node" "$here/e2e.mjs" "$cache" "$vsix"
