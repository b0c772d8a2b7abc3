#!/usr/bin/env bash
# Installs a real VS Code (code-server), the Node.js it wants and Chromium, outside the repository.
#   setup.sh      prints the folder on its last line; a second run finds everything there and returns at once
# SBD_E2E_CACHE names the folder; the default is ~/.cache/sbd-lsp/vscode-e2e. Wants npm; apt for Chromium
# unless CHROMIUM names one or it is on PATH.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${SBD_E2E_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/sbd-lsp/vscode-e2e}
mark=$cache/installed-$(sha256sum "$here/package.json" "$here/setup.sh" | sha256sum | cut -c1-16)

say() { echo "e2e setup: $*" >&2; }

install_chromium() {
  if [ -n "${CHROMIUM:-}" ] || command -v chromium >/dev/null || command -v google-chrome >/dev/null; then
    return
  fi
  say "installing chromium with apt"
  local as_root=""
  if [ "$(id -u)" != 0 ]; then as_root="sudo"; fi
  $as_root apt-get update -qq
  $as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null
}

# npm hides the output of its packages' scripts, so nothing of it gets onto our standard output.
quiet_npm() { npm "$@" --no-audit --no-fund --loglevel=error >&2; }

install_packages() {
  mkdir -p "$cache"
  cp "$here/package.json" "$cache/package.json"
  cd "$cache"
  say "installing code-server, Node.js and the driver of the browser into $cache (about 500 MB)"
  # code-server's own install script compiles native modules that no test here needs.
  quiet_npm install --ignore-scripts
  (cd node_modules/node && node installArchSpecificPackage.js >&2)
  local vscode=$cache/node_modules/code-server/lib/vscode
  (cd "$vscode" && quiet_npm install --omit=dev --ignore-scripts)
  (cd "$vscode/extensions" && quiet_npm install --omit=dev --ignore-scripts)
}

# Built-in extensions that show their own views, ask to sign in or look for projects would only be in the way.
prune() {
  local vscode=$cache/node_modules/code-server/lib/vscode
  rm -rf "$vscode/node_modules/@github"
  cd "$vscode/extensions"
  rm -rf copilot github github-authentication microsoft-authentication git git-base emmet npm grunt gulp jake \
    debug-auto-launch debug-server-ready ms-vscode.* tunnel-forwarding terminal-suggest ipynb notebook-renderers
}

install_chromium
if [ ! -e "$mark" ]; then
  install_packages
  prune
  touch "$mark"
fi
echo "$cache"
