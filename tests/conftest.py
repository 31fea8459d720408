"""Options of the test run: what this machine has to do without."""

import os
import shutil
import subprocess

import pytest
from hypothesis import settings

# No test is timed. On a build machine a run must not depend on luck; elsewhere new examples are looked for each time.
settings.register_profile("prepdeck", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("prepdeck")


def pytest_addoption(parser):
    parser.addoption("--without", action="append", default=[], metavar="TOOL", help="skip the tests that need TOOL")


def pytest_configure(config):
    config.addinivalue_line("markers", "needs(tool): fails where the tool is missing, unless --without names it")


def pytest_runtest_setup(item):
    for tool in (name for marker in item.iter_markers("needs") for name in marker.args):
        if tool in item.config.getoption("--without"):
            pytest.skip(f"run --without {tool}")
        if not shutil.which(tool):
            pytest.fail(f"{tool} is not installed; `make test SKIP={tool}` does without it", pytrace=False)


@pytest.fixture
def run():
    """Runs a program and gives what it wrote; fails the test where it fails, with its words."""

    def run(*words, **how):
        done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False, **how)
        assert done.returncode == 0, f"{words}: status {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout

    return run
