"""Options of the test run: what this machine has to do without."""

import os
import shutil
import subprocess

import pytest
from hypothesis import settings
from networks import WHY_NO_NAMESPACES, lacks_addresses, network_of
from press import VERSIONS
from suite import ONLY_SOAKING, Kits, examples, only_soaking, waits

# A workshop that one test has copied is no other's copy.
os.environ["PREPDECK_WORKSHOPS"] = ""

# No test is timed. On a build machine a run must not depend on luck; elsewhere new examples are looked for each time.
ALL_EXAMPLES = 100
settings.register_profile(
    "prepdeck", deadline=None, derandomize=bool(os.environ.get("CI")), max_examples=examples(ALL_EXAMPLES)
)
settings.load_profile("prepdeck")


def pytest_addoption(parser):
    parser.addoption("--without", action="append", default=[], metavar="TOOL", help="skip the tests that need TOOL")


def pytest_configure(config):
    config.addinivalue_line("markers", "needs(tool): fails where the tool is missing, unless --without names it")
    config.addinivalue_line("markers", "every_network: runs on loopback as well where there are network namespaces")


@pytest.hookimpl(tryfirst=True)  # before `-m` takes its part away
def pytest_collection_modifyitems(config, items):
    """Longest first, so that no worker is left alone with one at the end; a module's tests stay together."""
    config.stash[ONLY_SOAKING] = only_soaking(items)
    long = {item.path for item in items if waits(item)}
    items.sort(key=lambda item: item.path not in long)


def pytest_xdist_auto_num_workers():
    """One more than there are cores: browsers and servers are waited for."""
    return (os.cpu_count() or 1) + 1


def pytest_report_header(config):
    why = "run --without ip" if "ip" in config.getoption("--without") else WHY_NO_NAMESPACES
    return f"two computers: {f'addresses of loopback ({why})' if why else 'network namespaces'}"


def pytest_generate_tests(metafunc):
    """Two computers as this machine can have them: namespaces, else addresses of loopback."""
    if "network" not in metafunc.fixturenames:
        return
    kinds = []
    if not WHY_NO_NAMESPACES and "ip" not in metafunc.config.getoption("--without"):
        kinds.append(pytest.param("namespaces", marks=pytest.mark.needs("ip")))
    if not kinds or any(metafunc.definition.iter_markers("every_network")):
        kinds.append("loopback")
    metafunc.parametrize("network", kinds, indirect=True)


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


@pytest.fixture(scope="session")
def print_once(tmp_path_factory, worker_id):
    """Builds a kit once for all tests of the run that read it; see tests/suite.py."""
    own = tmp_path_factory.getbasetemp()
    kits = Kits((own if worker_id == "master" else own.parent) / "kits")
    yield kits
    assert kits.changed() == [], "a test has written into a kit that others read"


@pytest.fixture(scope="session")
def kits(print_once):
    """The bundled kit in both standards of print houses, by their names."""
    built = {name: print_once("--for", name) for name in VERSIONS}
    for kit in built.values():
        assert kit.report["findings"] == []
        assert "left out" in kit.report["advice"]
    return {name: kit.folder for name, kit in built.items()}


@pytest.fixture
def network(request, tmp_path):
    """A laptop and a phone in one network."""
    if request.param == "loopback" and (words := lacks_addresses()):
        if "loopback" in request.config.getoption("--without"):
            pytest.skip("run --without loopback")
        pytest.fail(words, pytrace=False)
    with network_of(request.param, tmp_path) as found:
        yield found


@pytest.fixture
def room(tmp_path):
    """A room of the server with a fresh store, a clock that is moved by hand, and nobody in it."""
    from rooms import make_room

    room = make_room(tmp_path)
    yield room
    room.store.close()


@pytest.fixture
def session(room):
    """A workshop that is open."""
    from rooms import RUNNER, kit

    return RUNNER.run(room.store.open_session(kit().id, "Tuesday"))


@pytest.fixture
def people(room, session):
    """Those who are there, with the bundled kit before them."""
    from rooms import People

    return People(room, session)


@pytest.fixture
def app(room):
    from generator.capture.app import create_app

    return create_app(room)


@pytest.fixture
def phone(app, session):
    """A phone without script, in the room."""
    from rooms import Phone

    return Phone(app)


@pytest.fixture
def desk(app, room):
    """The facilitator's browser, let in by a link."""
    from rooms import RUNNER, Phone

    desk = Phone(app)
    assert desk.post(f"/f/{RUNNER.run(room.store.one_time_link())}").status_code == 303
    return desk


@pytest.fixture(scope="module")
def chromium():
    """A browser for pages of the server; each test makes its own contexts."""
    from live import ARGUMENTS, QUICK
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=QUICK, args=[*ARGUMENTS])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def webkit_browser(tmp_path_factory):
    """A browser of the other half of the phones; it has one window."""
    from webkit import webkit

    with webkit(tmp_path_factory.mktemp("webkit")) as browser:
        yield browser


@pytest.fixture
def phone_in(engine, request, live):
    """Makes the phone of one person, in the engine that the test is given (`engines.ENGINES`)."""
    from engines import phones_of

    with phones_of(request.getfixturevalue(engine), live) as phone:
        yield phone


@pytest.fixture
def live(tmp_path):
    """A room on a real port."""
    from live import Live

    room = Live(tmp_path)
    yield room
    room.close()


@pytest.fixture
def starter(tmp_path):
    """The small workshop that `prepdeck new` writes, as somebody's own."""
    from generator import bundled

    return shutil.copytree(bundled.folder("deck_sources") / "starter", tmp_path / "workshop")


@pytest.fixture
def studio(starter, tmp_path):
    """A studio with that workshop open; nothing is drawn."""
    from studios import studio_on

    studio = studio_on(starter, tmp_path)
    yield studio
    studio.end()


@pytest.fixture
def mouse(studio):
    """The browser of that studio's user, without script."""
    from studios import client_of

    with client_of(studio) as client:
        yield client
