"""What is given for deployment can be read, and says what it must.

Read by yamllint and crossplane (nginx) here; `make lint` holds the compose file and the manifests
against their schemas. No container engine is at hand: images are not built here.
"""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import crossplane
import pytest
import yaml
from prometheus_client import CollectorRegistry

from bot.metrics import Metrics
from bot.settings import Settings, key_of

PROJECT = Path(__file__).resolve().parents[2]
DEPLOY = PROJECT / "deploy"
YAMLS = sorted([*DEPLOY.rglob("*.yml"), *DEPLOY.rglob("*.yaml")])
KNOWN = {key_of(name) for name in Settings.__dataclass_fields__}


def documents(path: Path) -> list[Any]:
    """All documents of a YAML file."""
    return [found for found in yaml.safe_load_all(path.read_text("utf-8")) if found is not None]


def kubernetes() -> dict[str, list[Any]]:
    """The manifests by kind."""
    found: dict[str, list[Any]] = {}
    for path in sorted((DEPLOY / "kubernetes").glob("*.yml")):
        for one in documents(path):
            found.setdefault(one["kind"], []).append(one)
    return found


@pytest.mark.parametrize("path", YAMLS, ids=lambda path: path.name)
def test_yaml_can_be_read(path: Path) -> None:
    assert documents(path)


@pytest.mark.parametrize("path", YAMLS, ids=lambda path: path.name)
def test_yamllint_has_nothing_to_say(path: Path) -> None:
    rules = "{extends: relaxed, rules: {line-length: disable}}"
    command = [sys.executable, "-m", "yamllint", "--strict", "-d", rules, str(path)]
    assert subprocess.run(command, capture_output=True, text=True, check=False).stdout == ""


def test_nginx_configuration_parses() -> None:
    path = str(DEPLOY / "nginx" / "azimut.conf")
    parsed = crossplane.parse(path, check_ctx=False, check_args=True, single=True)
    assert parsed["errors"] == []


def test_every_manifest_says_what_it_is() -> None:
    for kind, manifests in kubernetes().items():
        for one in manifests:
            assert one["apiVersion"], kind
            assert one["metadata"]["name"].startswith("azimut"), kind
    assert {"Deployment", "Service", "Ingress", "NetworkPolicy", "CronJob"} <= set(kubernetes())
    assert "Secret" not in kubernetes()  # secrets are made by hand


def test_pods_run_without_rights_and_end_in_peace() -> None:
    (deployment,) = kubernetes()["Deployment"]
    (cron,) = kubernetes()["CronJob"]
    pod = deployment["spec"]["template"]["spec"]
    for spec in (pod, cron["spec"]["jobTemplate"]["spec"]["template"]["spec"]):
        assert spec["securityContext"]["runAsNonRoot"]
        assert not spec["automountServiceAccountToken"]
        for container in spec["containers"]:
            assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
            assert container["securityContext"]["readOnlyRootFilesystem"]
            assert container["resources"]["limits"]["memory"]
    (container,) = pod["containers"]
    assert container["readinessProbe"]["httpGet"]["path"] == "/health/ready"
    assert container["livenessProbe"]["httpGet"]["path"] == "/health/live"
    from bot.commands.serve import FINISH

    assert pod["terminationGracePeriodSeconds"] >= FINISH + 8


def test_settings_that_are_named_exist() -> None:
    named = set()
    for path in (p for p in DEPLOY.rglob("*") if p.is_file()):
        named |= set(re.findall(r"AZIMUT_[A-Z_]+", path.read_text("utf-8")))
    assert named - KNOWN == set()
    assert {"AZIMUT_SECRET_KEY", "AZIMUT_DATABASE_URL", "AZIMUT_TRUSTED_PROXIES"} <= named


def test_the_compose_file_keeps_secrets_out_and_waits_for_the_database() -> None:
    (compose,) = documents(DEPLOY / "compose" / "compose.yml")
    services = compose["services"]
    assert set(services) == {"azimut", "database", "proxy"}
    assert "ports" not in services["azimut"]
    assert services["azimut"]["read_only"]
    assert services["azimut"]["cap_drop"] == ["ALL"]
    assert services["azimut"]["depends_on"]["database"]["condition"] == "service_healthy"
    for key in ("AZIMUT_SECRET_KEY", "AZIMUT_METRICS_TOKEN"):
        assert services["azimut"]["environment"][key].startswith("${")
    build = services["azimut"]["build"]
    assert (DEPLOY / "compose" / build["context"] / build["dockerfile"]).resolve().is_file()
    example = (DEPLOY / "compose" / "example.env").read_text("utf-8")
    for name in re.findall(r"\$\{([A-Z_]+)", yaml.safe_dump(compose)):
        assert f"{name}=" in example, name


def test_the_image_runs_as_nobody_in_particular() -> None:
    text = (DEPLOY / "container" / "Containerfile").read_text("utf-8")
    steps = [line.split()[0] for line in text.splitlines() if re.match(r"[A-Z]+ ", line)]
    assert steps[0] == "FROM"
    last = text[text.rindex("FROM") :]
    assert re.search(r"^USER 10001$", last, re.MULTILINE)
    for needed in ("HEALTHCHECK", "ENTRYPOINT", "VOLUME /data"):
        assert needed in last
    assert not re.search(r"^(ADD|COPY) .*http", text, re.MULTILINE)
    assert re.search(r"uv==[\d.]+", text)[0].split("==")[1] in (PROJECT / "Makefile").read_text()  # type: ignore[index]
    for source in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE):
        for name in source.split():
            assert (PROJECT / name).exists(), name
    start = DEPLOY / "container" / "start"
    assert start.stat().st_mode & 0o111
    if shutil.which("sh"):
        subprocess.run(["sh", "-n", str(start)], check=True)


def test_alerts_ask_for_metrics_that_exist() -> None:
    registry = CollectorRegistry()
    Metrics(registry)
    known = {"up", "process_resident_memory_bytes"}
    for family in registry.collect():
        kinds = ("", "_bucket", "_count", "_sum", "_total")
        known |= {f"{family.name}{kind}" for kind in kinds}
    (rules,) = documents(DEPLOY / "prometheus" / "azimut.rules.yml")
    alerts = [rule for group in rules["groups"] for rule in group["rules"]]
    assert len(alerts) >= 8
    for rule in alerts:
        asked = set(re.findall(r"\b(?:azimut|process)_[a-z_]+|\bup\b", rule["expr"]))
        assert asked <= known, rule["alert"]
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert rule["annotations"]["summary"]
        assert rule["annotations"]["action"]


def test_the_proxy_bounds_what_the_service_does_not() -> None:
    text = (DEPLOY / "nginx" / "azimut.conf").read_text("utf-8")
    bare = "\n".join(line.split("#")[0] for line in text.splitlines())
    assert bare.count("{") == bare.count("}")
    for directive in (
        "client_header_timeout", "client_body_timeout", "limit_conn ", "client_max_body_size",
        "ssl_protocols TLSv1.2 TLSv1.3", "proxy_buffering off",
        "proxy_set_header X-Forwarded-For $remote_addr",
    ):  # fmt: skip
        assert directive in bare, directive
    assert "http2 on" not in bare  # Debian 12 and Ubuntu 24.04 have an nginx that does not know it
    (logged,) = re.findall(r"log_format \w+ '([^']+)'", bare)
    assert not re.search(r"remote_addr|http_user_agent|request_uri|\$request\b|referer", logged)


def test_the_unit_of_systemd_can_be_read() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(DEPLOY / "systemd" / "azimut.service")
    assert unit["Service"]["NoNewPrivileges"] == "yes"
    assert unit["Service"]["CapabilityBoundingSet"] == ""  # its port is above 1024
    assert unit["Service"]["ExecStart"].endswith("azimut serve")
    assert int(unit["Service"]["TimeoutStopSec"]) >= 45
