"""What the benchmarks share: the build that is measured, and how a run is."""

import atexit
import os
import shutil
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def tlsctl():
    """The build that the variable TLSCTL names, else the dist or release build, as an installation leaves it:
    copied, since what a linker has just written lies in the page cache in single pages, each of which a start
    has to map."""
    builds = [os.environ.get("TLSCTL", ""), f"{ROOT}/target/dist/tlsctl", f"{ROOT}/target/release/tlsctl"]
    build = next((build for build in builds if os.path.exists(build)), None)
    if build is None:
        sys.exit("there is no build to measure: cargo build --release")
    installed = tempfile.mkdtemp(prefix="measured-", dir=f"{ROOT}/target")
    atexit.register(shutil.rmtree, installed)
    return shutil.copy(build, installed)


def run(command, environment=os.environ):
    """What one run used, and of nothing that is done here to start it, and its exit code; its output is thrown away."""
    null = [(os.POSIX_SPAWN_OPEN, descriptor, os.devnull, os.O_WRONLY, 0) for descriptor in (1, 2)]
    process = os.posix_spawnp(command[0], command, environment, file_actions=null)
    _, status, used = os.wait4(process, 0)
    return used, os.waitstatus_to_exitcode(status)


def cpu(command, environment=os.environ):
    """Processor milliseconds of one run, which has to succeed or to find something."""
    used, code = run(command, environment)
    if code not in (0, 1):
        sys.exit(f"{' '.join(command)}: exit code {code}")
    return (used.ru_utime + used.ru_stime) * 1000
