"""Judges worlds by Python's `packaging`, the slow and plain way: one JSON document per line in, one per line out.

A world: {"env": marker variables, "installed": {name: {"version", "requires": [text], "extras": [name]}}, "goal": [text],
"tenant": {"goal": [text], "constraints": [text]}, "after": {name: version} or null}
The answer: {"satisfied": bool, "worse": [[name, requirement]]} where `worse` holds what is violated after and was not before,
of distributions that the change leaves as they are and of the tenant with all that it needs.
"""

import json
import sys

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name as canonical


def applies(requirement, env, extras):
    if requirement.marker is None:
        return True
    return any(requirement.marker.evaluate({**env, "extra": extra}) for extra in extras or [""])


def accepts(requirement, version):
    return requirement.specifier.contains(version, prereleases=True)


def unmet(installed, env, goal, constraints):
    """The requirements of a goal and of what it reaches that do not hold; what is of a wrong version leads nowhere by itself."""
    wanted = {name: set() for name in installed}  # extras asked of each distribution that is reached
    reached, found, before = set(), set(), None
    todo = [r for r in map(Requirement, goal) if applies(r, env, [])]
    while before != (len(reached), sum(map(len, wanted.values()))):
        before = (len(reached), sum(map(len, wanted.values())))
        everything = list(todo)
        for name in reached:
            for text in installed[name]["requires"]:
                requirement = Requirement(text)
                # What holds without an extra belongs to every use; what needs one, to the uses that ask for it.
                if applies(requirement, env, []) or any(applies(requirement, env, [e]) for e in wanted[name]):
                    everything.append(requirement)
        for requirement in everything:
            name = canonical(requirement.name)
            if name not in installed or not accepts(requirement, installed[name]["version"]):
                found.add(str(requirement))
                continue
            reached.add(name)
            wanted[name] |= {canonical(extra) for extra in requirement.extras}
    for constraint in map(Requirement, constraints):
        name = canonical(constraint.name)
        touched = reached | {canonical(Requirement(text).name) for text in found}
        if name in touched and name in installed and not accepts(constraint, installed[name]["version"]):
            found.add(str(constraint))
    return found


def satisfied(world):
    return not unmet(world["installed"], world["env"], world["goal"], [])


def violated(installed, env):
    found = set()
    for name, distribution in installed.items():
        for text in distribution["requires"]:
            requirement = Requirement(text)
            if not applies(requirement, env, []):
                continue
            other = installed.get(canonical(requirement.name))
            if other is None or not accepts(requirement, other["version"]):
                found.add((name, text))
    return found


def worse(world):
    if world["after"] is None:
        return []
    installed, env = world["installed"], world["env"]
    after = {name: dict(distribution) for name, distribution in installed.items()}
    for name, version in world["after"].items():
        after[name] = {"version": version, "requires": [], "extras": []}
    worse = violated(after, env) - violated(installed, env)
    tenant = world["tenant"]
    asked = tenant["goal"], tenant["constraints"]
    broken = unmet(after, env, *asked) - unmet(installed, env, *asked)
    return sorted(worse) + sorted(["(tenant)", text] for text in broken)


for line in sys.stdin:
    world = json.loads(line)
    print(json.dumps({"satisfied": satisfied(world), "worse": worse(world)}), flush=True)
