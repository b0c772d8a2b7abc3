"""Start sbd from the packages beside this file: `python -I run_server.py lsp`.

The extension runs this with `-I`, which keeps the environment's PYTHONPATH, the person's own packages and the
current folder out; what is bundled comes before whatever the interpreter has installed.
"""

import runpy
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "packages"))
runpy.run_module("sbd_lsp", run_name="__main__", alter_sys=True)
