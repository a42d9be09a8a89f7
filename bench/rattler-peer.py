"""py-rattler used directly: solve and install. ENGINE CHANNEL PREFIX CACHE SPEC..."""

import asyncio
import os
import sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])
import rattler  # noqa: E402

channel, prefix, cache, *specs = sys.argv[2:]


async def main():
    records = await rattler.solve(
        sources=[rattler.Channel(channel)],
        specs=specs,
        gateway=rattler.Gateway(cache_dir=Path(cache) / "repodata"),
        virtual_packages=rattler.VirtualPackage.detect(),
    )
    await rattler.install(records, prefix, cache_dir=Path(cache) / "pkgs", show_progress=False)


asyncio.run(main())
sys.stdout.flush()
os._exit(0)
