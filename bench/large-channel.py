"""Makes a channel as large as those in use of a small one: its packages, as they are, among made-up records. Standard library and zstd.

    python large-channel.py SMALL OUT RECORDS

OUT/one offers each subdir as one list (repodata.json.zst), OUT/sharded also a list for each name (CEP 16): the forms that conda-forge has. RECORDS are in the
machine's own subdir, half as many in noarch. Each name has some two dozen builds, built for the Pythons of its time; `python` and the small channel's packages
have a history, older than what is really there. What a solver meets is as many names as on conda-forge, where `python` alone leads to 35
(conda's own documentation of shards); all else only has to be told from it.
"""

import hashlib
import json
import os
import random
import shutil
import struct
import subprocess
import sys

small, out, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
dice = random.Random(7)
CORE = 34  # libraries below python
SYLLABLES = "ka lo mi ra tu ven sol dex ar qui no py li fer gam bo".split()
LICENSES = [("MIT", "MIT"), ("BSD-3-Clause", "BSD"), ("Apache-2.0", "APACHE"), ("GPL-3.0-or-later", "GPL")]


def names(number, prefix=""):
    found = {}
    while len(found) < number:
        found[prefix + "".join(dice.choices(SYLLABLES, k=dice.randint(2, 4))) + dice.choice(["", "", "", "-core", "-tools", "lib"])] = None
    return list(found)


def versions(number):
    """Ascending, the newest last."""
    major, minor, patch, found = dice.randint(0, 3), 0, 0, []
    for _ in range(number):
        turn = dice.random()
        if turn < 0.1:
            major, minor, patch = major + 1, 0, 0
        elif turn < 0.5:
            minor, patch = minor + 1, 0
        else:
            patch += 1
        found.append(f"{major}.{minor}.{patch}")
    return found


def within(version):
    parts = version.split(".")
    return f">={version},<{int(parts[0]) + 1}.0a0"


class Subdir:
    def __init__(self, name):
        self.name, self.lists = name, {"packages": {}, "packages.conda": {}}
        with open(os.path.join(small, name, "repodata.json"), encoding="utf-8") as opened:
            real = json.load(opened)
        self.real = {kind: real[kind] for kind in self.lists}
        self.of = {}

    def add(self, name, version, build, number, depends, noarch=False):
        license, family = dice.choice(LICENSES)
        record = {
            "build": build,
            "build_number": number,
            "depends": depends,
            "license": license,
            "license_family": family,
            "md5": dice.randbytes(16).hex(),
            "name": name,
            "sha256": dice.randbytes(32).hex(),
            "size": dice.randint(9_000, 20_000_000),
            "subdir": self.name,
            "timestamp": dice.randint(1_500_000_000_000, 1_690_000_000_000),
            "version": version,
        }
        if noarch:
            record["noarch"] = "python"
        if dice.random() < 0.1:
            record["constrains"] = [f"{dice.choice(NATIVE)} >={dice.randint(1, 4)}.0"]
        # before 2020 most were of the older form
        kind, ending = ("packages.conda", ".conda") if dice.random() < 0.8 else ("packages", ".tar.bz2")
        self.lists[kind][f"{name}-{version}-{build}{ending}"] = record

    def size(self):
        return sum(len(listed) for listed in self.lists.values())

    def close(self):
        for kind, listed in self.real.items():
            self.lists[kind].update(listed)


def build_hash():
    return "h" + dice.randbytes(4).hex()[:7]


here = next(name for name in sorted(os.listdir(small)) if name != "noarch" and any(f.endswith((".conda", ".bz2")) and f.startswith("python-") for f in os.listdir(os.path.join(small, name))))
host, noarch = Subdir(here), Subdir("noarch")
real_python = max((r for listed in host.real.values() for r in listed.values() if r["name"] == "python"), key=lambda r: [int(n) for n in r["version"].split(".")])
newest = int(real_python["version"].split(".")[1])
MINORS = range(newest - 5, newest)  # older than the one that is really there
NATIVE, PURE = names(count // 25, "x"), names(count // 50, "y")
HISTORY = {name: versions(dice.randint(6, 14)) for name in NATIVE + PURE}


def needs(candidates, number):
    return sorted(f"{name} {within(dice.choice(HISTORY[name]))}" for name in dice.sample(candidates, min(number, len(candidates))))


def above(minor):
    return f"python >=3.{minor},<3.{minor + 1}.0a0"


core, others = NATIVE[:CORE], NATIVE[CORE:]
for at, name in enumerate(core):
    for version in HISTORY[name]:
        for number in range(3):
            host.add(name, version, f"{build_hash()}_{number}", number, needs(core[:at], dice.randint(0, 3)))
for minor in MINORS:
    for patch in range(13):
        for number in range(3):
            host.add("python", f"3.{minor}.{patch}", f"{build_hash()}_{number}_cpython", number, needs(core, 12) + ["tz"])
for name in ("apple", "pear", "pie"):
    for patch in range(20):
        noarch.add(name, f"0.{patch}", "pyhd8ed1ab_0", 0, ["python >=3.6", *needs(PURE[:6], 2)], True)
for name in ("where", "many"):
    for patch in range(20):
        host.add(name, f"0.{patch}", f"{build_hash()}_0", 0, needs(core, 3))
for at, name in enumerate(PURE):
    for version in HISTORY[name]:
        for number in range(2):
            noarch.add(name, version, f"pyhd8ed1ab_{number}", number, ["python >=3.6", *needs(PURE[max(0, at - 300) : at], dice.randint(0, 5))], True)
while noarch.size() < count // 2:
    name = dice.choice(PURE[6:])
    noarch.add(name, dice.choice(HISTORY[name]), f"pyh{build_hash()}_0", dice.randint(0, 3), ["python >=3.6", *needs(PURE, 3)], True)
while host.size() < count:
    at = dice.randrange(len(others))
    below = core + others[max(0, at - 300) : at]
    version = dice.choice(HISTORY[others[at]])
    if at % 2:
        host.add(others[at], version, f"{build_hash()}_0", 0, needs(below, dice.randint(1, 6)))
    else:
        for minor in MINORS:
            python = [above(minor), f"python_abi 3.{minor}.* *_cp3{minor}"]
            host.add(others[at], version, f"py3{minor}{build_hash()}_0", 0, [*needs(below, dice.randint(2, 8)), *python])


def packed(value):
    """MessagePack, as far as a list of packages needs it."""
    if isinstance(value, dict):
        return head(len(value), 0x80, 16, (0xDE, 0xDF)) + b"".join(packed(k) + packed(v) for k, v in value.items())
    if isinstance(value, list):
        return head(len(value), 0x90, 16, (0xDC, 0xDD)) + b"".join(map(packed, value))
    if isinstance(value, str):
        text = value.encode()
        return (head(len(text), 0xA0, 32, (0xDA, 0xDB))) + text
    if isinstance(value, bytes):
        return bytes((0xC4, len(value))) + value
    return struct.pack(">BQ", 0xCF, value)


def head(length, fixed, below, wider):
    if length < below:
        return bytes((fixed | length,))
    return struct.pack(">BH", wider[0], length) if length < 1 << 16 else struct.pack(">BI", wider[1], length)


def zstd(*args):
    subprocess.run(["zstd", "-q", *args], check=True)


def write(path, content):
    with open(path, "wb") as opened:
        opened.write(content)


def write_lists(subdir):
    one, sharded = (os.path.join(out, kind, subdir.name) for kind in ("one", "sharded"))
    for folder in (one, sharded):
        os.makedirs(folder)
        for archive in os.listdir(os.path.join(small, subdir.name)):
            if archive != "repodata.json":
                os.symlink(os.path.abspath(os.path.join(small, subdir.name, archive)), os.path.join(folder, archive))
    listed = {"info": {"subdir": subdir.name}, **subdir.lists, "removed": [], "repodata_version": 1}
    write(os.path.join(one, "repodata.json"), json.dumps(listed, sort_keys=True, separators=(",", ":")).encode())
    zstd("-3", os.path.join(one, "repodata.json"))
    os.symlink(os.path.join(os.path.abspath(one), "repodata.json"), os.path.join(sharded, "repodata.json"))
    os.symlink(os.path.join(os.path.abspath(one), "repodata.json.zst"), os.path.join(sharded, "repodata.json.zst"))
    write_shards(subdir, sharded)


def write_shards(subdir, folder):
    by_name, plain = {}, os.path.join(folder, "plain")
    for kind, listed in subdir.lists.items():
        for archive, record in listed.items():
            hashes = {hash: bytes.fromhex(record[hash]) for hash in ("md5", "sha256") if hash in record}
            by_name.setdefault(record["name"], {"packages": {}, "packages.conda": {}, "removed": []})[kind][archive] = {**record, **hashes}
    os.mkdir(plain)
    for name, shard in by_name.items():
        write(os.path.join(plain, name), packed(shard))
    zstd("-3", "-r", plain)
    shards, where = {}, os.path.join(folder, "shards")
    os.mkdir(where)
    for name in by_name:
        path = os.path.join(plain, f"{name}.zst")
        with open(path, "rb") as opened:
            digest = hashlib.sha256(opened.read())
        shards[name] = digest.digest()
        os.rename(path, os.path.join(where, f"{digest.hexdigest()}.msgpack.zst"))
    shutil.rmtree(plain)
    info = {"base_url": "./", "shards_base_url": "./shards/", "subdir": subdir.name, "created_at": "2025-01-01T00:00:00Z"}
    index = os.path.join(folder, "repodata_shards.msgpack")
    write(index, packed({"info": info, "shards": shards, "version": 1}))
    zstd("--rm", "-3", index)


for subdir in (host, noarch):
    subdir.close()
    write_lists(subdir)
print(json.dumps({subdir.name: subdir.size() for subdir in (host, noarch)}))
