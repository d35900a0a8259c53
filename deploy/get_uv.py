"""Fetch uv, the installer of everything else, with nothing but Python's standard library.

Run by the Makefile: prints the path of a uv of the pinned version, fetching it first if needed.
Nothing that was downloaded is used unless its SHA-256 is the one written below.
"""
# An older Python must be able to read this file, to say that it is too old.
# ruff: noqa

import errno
import hashlib
import html.parser
import io
import os
import platform
import shutil
import ssl
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
import zipfile

VERSION = "0.13.9"
WHEELS = {  # machine: (file on the index, SHA-256 of it)
    "x86_64": (
        "uv-0.13.9-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
        "d7f459fe4fd247d830351c75686d3996ace3c6f3f728eb0e85a30b7ada0cef19",
    ),
    "aarch64": (
        "uv-0.13.9-py3-none-manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64.whl",
        "5435c5ce14a56431208ca0996416d310f1598e8c2c8ba707688985a16bb82dbe",
    ),
}
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FETCHED = os.path.join(os.environ.get("PARVIS_VAR") or os.path.join(ROOT, "var"), "uv", "uv")
ROOM = 1200 * 1024 * 1024  # bytes: uv, its cache and .venv
PATIENCE = 60  # seconds without a byte


class Refusal(Exception):
    """Why it cannot be done, in one sentence."""


class Links(html.parser.HTMLParser):
    """The files of an index page (PEP 503): name to address."""

    def __init__(self, page):
        super().__init__()
        self.page, self.found = page, {}

    def handle_starttag(self, tag, attrs):
        address = dict(attrs).get("href") if tag == "a" else None
        if address:
            address = urllib.parse.urljoin(self.page, address).partition("#")[0]
            self.found[urllib.parse.unquote(address.rpartition("/")[2])] = address


def main():
    try:
        if sys.version_info < (3, 11):
            raise Refusal(
                "Parvis needs Python 3.11 or later and this is Python %d.%d: install a newer "
                "python3, or name it with “make PYTHON=python3.12 …”." % sys.version_info[:2]
            )
        for candidate in (FETCHED, shutil.which("uv")):
            if candidate and is_the_pinned(candidate):
                print(candidate)
                return 0
        fetch()
        print(FETCHED)
        return 0
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            print(
                f"The disk that holds {ROOT} is full: make room, then try again.", file=sys.stderr
            )
        else:
            print(f"uv could not be fetched: {error}.", file=sys.stderr)
        return 1


def is_the_pinned(path):
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return said.returncode == 0 and said.stdout.split()[1:2] == [VERSION]


def fetch():
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine(), platform.machine())
    if sys.platform != "linux" or machine not in WHEELS:
        raise Refusal(
            f"No uv is pinned for {sys.platform} on {machine}: install uv {VERSION} yourself and "
            "put it on the PATH."
        )
    near = os.path.dirname(os.path.dirname(FETCHED))
    while not os.path.isdir(near):
        near = os.path.dirname(near)
    if shutil.disk_usage(near).free < ROOM:
        raise Refusal(f"The disk that holds {near} has less than {ROOM >> 20} MB free: make room.")
    name, pinned = WHEELS[machine]
    print(f"Fetching uv {VERSION}…", file=sys.stderr)
    page = index() + "uv/"
    links = Links(page)
    links.feed(read(page).decode("utf-8", "replace"))
    if name not in links.found:
        raise Refusal(f"The package index has no {name}: nothing was installed.")
    wheel = read(links.found[name])
    if hashlib.sha256(wheel).hexdigest() != pinned:
        raise Refusal(
            f"What the package index gave as {name} is not the file we know by its hash: nothing "
            "was installed."
        )
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        program = archive.read(f"uv-{VERSION}.data/scripts/uv")
    os.makedirs(os.path.dirname(FETCHED), exist_ok=True)
    draft = f"{FETCHED}.{os.getpid()}"
    try:
        with open(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o755), "wb") as file:
            file.write(program)
        os.replace(draft, FETCHED)
    finally:
        if os.path.exists(draft):
            os.unlink(draft)


def index():
    """The index to ask: the one set for uv or pip, else the public one."""
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"):
        if os.environ.get(name):
            return os.environ[name].rstrip("/") + "/"
    return "https://pypi.org/simple/"


def read(address):
    """Download, from a host whose certificate is checked if this system can check any.

    A bare system knows no certificate authority: then the hash alone vouches for what is fetched
    here, and uv brings its own authorities for all the rest.
    """
    known = ssl.get_default_verify_paths()
    bare = not known.cafile and not (known.capath and os.listdir(known.capath))
    context = ssl.create_default_context()
    if bare:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if "@" in urllib.parse.urlsplit(address).netloc:
        raise Refusal(
            f"The package index asks for a password: install uv {VERSION} yourself and put it on "
            "the PATH."
        )
    asked = urllib.request.Request(address, headers={"Accept": "text/html"})
    host = urllib.parse.urlsplit(address).hostname
    try:
        with urllib.request.urlopen(asked, timeout=PATIENCE, context=context) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:
        raise Refusal(f"{host} answered {error.code} {error.reason}: try again later.") from error
    except ssl.SSLError as error:
        raise certificate_refusal(host) from error
    except urllib.error.URLError as error:
        if isinstance(error.reason, ssl.SSLError):
            raise certificate_refusal(host) from error
        raise Refusal(
            f"{host} cannot be reached ({error.reason}): the first setup needs the network."
        ) from error
    except TimeoutError as error:
        raise Refusal(f"{host} does not answer: the first setup needs the network.") from error


def certificate_refusal(host):
    return Refusal(
        f"The certificate of {host} is not known here: install the package ca-certificates, or "
        "name your authority's file with SSL_CERT_FILE."
    )


if __name__ == "__main__":
    sys.exit(main())
