"""The proxy of the guide: what it logs, what it limits, and where pages may connect to."""

import re
from pathlib import Path

import pytest

CONF = re.sub(r"#.*", "", (Path(__file__).parents[2] / "docs/beheer/nginx.conf").read_text())


def test_the_log_tells_no_query_and_no_report() -> None:
    form = re.findall(r"log_format short '([^']*)'", CONF)[0]
    assert "$told" in form
    told = {"$uri", "$request", "$request_uri", "$args", "$query_string", "$http_referer"}
    assert not told & set(re.findall(r"\$\w+", form))
    folded = re.findall(r"map \$uri \$told \{(.*?)\}", CONF, re.DOTALL)[0]
    for path in ("/media/", "/_stcore/upload_file/"):
        assert f"~^{path} {path};" in folded


def test_the_error_log_quotes_no_address() -> None:
    assert re.findall(r"error_log ([^;]*);", CONF) == ["/dev/stderr emerg"]


def test_pages_connect_to_their_own_host_only() -> None:
    policy = re.findall(r"connect-src ([^;]*);", CONF)
    assert policy == ["'self' wss://$host"]


@pytest.mark.parametrize(("place", "zone"), [("/", "asked"), ("/_stcore/upload_file/", "sent")])
def test_requests_are_limited_for_each_address(place: str, zone: str) -> None:
    body = re.findall(rf"location {re.escape(place)} \{{(.*?)\}}", CONF, re.DOTALL)[0]
    assert f"limit_req zone={zone} " in body
    assert f"zone={zone}:" in CONF
    assert "limit_conn lines " in CONF


def test_metrics_are_closed_and_the_name_arrives_as_it_was_sent() -> None:
    assert re.search(r"location = /_stcore/metrics \{\s*return 404;\s*\}", CONF)
    assert re.findall(r"proxy_set_header Host ([^;]*);", CONF) == ["$http_host"]


def test_half_asked_questions_of_one_address_do_not_fill_it_at_once_and_are_let_go() -> None:
    """Each holds one of these, and none of them is a request that can be counted."""
    assert int(re.findall(r"worker_connections (\d+);", CONF)[0]) >= 8192
    assert int(re.findall(r"worker_rlimit_nofile (\d+);", CONF)[0]) >= 2 * 8192
    for name in ("client_header_timeout", "client_body_timeout", "keepalive_timeout"):
        assert int(re.findall(rf"{name} (\d+)s;", CONF)[0]) <= 20


def test_only_files_are_large_and_they_go_straight_on_to_where_they_are_bounded() -> None:
    upload = re.findall(r"location /_stcore/upload_file/ \{(.*?)\}", CONF, re.DOTALL)[0]
    assert re.findall(r"client_max_body_size (\w+);", CONF) == ["1m", "66m"]
    assert "client_max_body_size 66m;" in upload
    assert "proxy_request_buffering off;" in upload
