"""The code of a project: handlers, logic, resources, sample events, tests and README.

Knows the design and the names of the environment variables, nothing of a target's template.
What is true of an edge in any language stands in `kinds.py`, `uses.py` and `samples.py`; how
Python and Node.js say it stands in `python.py`, `node.py` and `templates/`.
"""

from sbd_lsp.targets.code.project import project_code

__all__ = ["project_code"]
