"""An application with an environment of its own, in which a tool lives (tools/reporter)."""

import requests

print(f"canvas runs with requests {requests.__version__}")
