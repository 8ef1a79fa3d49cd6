"""What may be opened: every way that is known to spell an inner address ends before a name is asked for."""

import pytest

from reports.links.addresses import MAX_LENGTH, NotAllowed, Target, follow, is_public, read

CAN_THO = "xn--cnth-ogb0965b.vn"


def refusal(url: str) -> str:
    with pytest.raises(NotAllowed) as caught:
        read(url)
    return caught.value.reason


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("http://127.0.0.1/", id="loopback"),
        pytest.param("http://127.1/", id="loopback, shortened"),
        pytest.param("http://127.0.1/", id="loopback, three parts"),
        pytest.param("http://2130706433/", id="decimal"),
        pytest.param("http://0x7f000001/", id="hexadecimal"),
        pytest.param("http://0x7f.1/", id="hexadecimal part"),
        pytest.param("http://127.0.0.0x1/", id="hexadecimal last part"),
        pytest.param("http://0177.0.0.1/", id="octal"),
        pytest.param("http://017700000001/", id="octal whole"),
        pytest.param("http://8.8.8.010/", id="octal in a public address"),
        pytest.param("http://0/", id="zero"),
        pytest.param("http://0.0.0.0/", id="this host"),
        pytest.param("http://127.0.0.1./", id="trailing dot"),
        pytest.param("http://10.0.0.5/", id="private 10"),
        pytest.param("http://172.16.3.4/", id="private 172.16"),
        pytest.param("http://192.168.1.1/", id="private 192.168"),
        pytest.param("http://169.254.169.254/latest/meta-data/", id="cloud metadata"),
        pytest.param("http://168.63.129.16/", id="cloud host agent"),
        pytest.param("http://100.100.100.200/", id="carrier NAT"),
        pytest.param("http://192.0.0.192/", id="protocol assignments"),
        pytest.param("http://192.88.99.1/", id="6to4 relay"),
        pytest.param("http://198.18.0.1/", id="benchmarks"),
        pytest.param("http://224.0.0.1/", id="multicast"),
        pytest.param("http://240.0.0.1/", id="reserved"),
        pytest.param("http://255.255.255.255/", id="broadcast"),
        pytest.param("http://999.1.1.1/", id="no address at all"),
        pytest.param("http://[::1]/", id="IPv6 loopback"),
        pytest.param("http://[::]/", id="IPv6 this host"),
        pytest.param("http://[0:0:0:0:0:0:0:1]/", id="IPv6 loopback, long"),
        pytest.param("http://[::ffff:127.0.0.1]/", id="v4-mapped"),
        pytest.param("http://[::ffff:7f00:1]/", id="v4-mapped, hexadecimal"),
        pytest.param("http://[::ffff:8.8.8.8]/", id="v4-mapped, even public"),
        pytest.param("http://[::127.0.0.1]/", id="v4-compatible"),
        pytest.param("http://[64:ff9b::7f00:1]/", id="NAT64"),
        pytest.param("http://[64:ff9b:1::a00:1]/", id="local NAT64"),
        pytest.param("http://[2002:7f00:1::]/", id="6to4"),
        pytest.param("http://[2001:0:53aa:64c::]/", id="Teredo"),
        pytest.param("http://[fe80::1]/", id="link-local"),
        pytest.param("http://[fe80::1%25eth0]/", id="link-local with a zone"),
        pytest.param("http://[2606:4700::1111%25eth0]/", id="a zone on a public address"),
        pytest.param("http://[fec0::1]/", id="site-local"),
        pytest.param("http://[fd00:ec2::254]/", id="unique local, cloud metadata"),
        pytest.param("http://[ff02::1]/", id="IPv6 multicast"),
        pytest.param("http://[5f00::1]/", id="segment routing"),
        pytest.param("http://[3fff::1]/", id="IPv6 documentation"),
        pytest.param("http://[2001:db8::1]/", id="IPv6 documentation, old"),
        pytest.param("http://localhost/", id="localhost"),
        pytest.param("http://LOCALHOST./", id="localhost with a dot"),
        pytest.param("http://a.localhost/", id="under localhost"),
        pytest.param("http://may-chu.local/", id="multicast DNS"),
        pytest.param("http://metadata.google.internal/", id="cloud names"),
        pytest.param("http://router.home.arpa/", id="home network"),
        pytest.param("http://intranet/", id="one label"),
        pytest.param("http://intranet./", id="one label with a dot"),
        pytest.param("http://１２７.0.0.1/", id="full-width digits"),
        pytest.param("http://①②⑦.0.0.1/", id="circled digits"),
        pytest.param("http://127。0。0。1/", id="ideographic dots"),
        pytest.param("http://ｌｏｃａｌｈｏｓｔ/", id="full-width localhost"),
        pytest.param("http://local\u00adhost/", id="soft hyphen"),
        pytest.param("http://local\u200bhost/", id="zero width space"),
    ],
)
def test_an_address_inside_is_refused_however_it_is_spelt(url):
    assert refusal(url) == "private"


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("", id="nothing"),
        pytest.param("ninhkieu.example/bai", id="no scheme"),
        pytest.param("//ninhkieu.example/bai", id="scheme left out"),
        pytest.param("file:///etc/passwd", id="file"),
        pytest.param("ftp://ninhkieu.example/", id="ftp"),
        pytest.param("gopher://ninhkieu.example/", id="gopher"),
        pytest.param("javascript:alert(1)", id="script"),
        pytest.param("data:text/html,a", id="data"),
        pytest.param("http:///bai", id="no host"),
        pytest.param("http://ninhkieu.example@127.0.0.1/", id="name before the host"),
        pytest.param("http://a:b@ninhkieu.example/", id="name and password"),
        pytest.param("http://127.0.0.1\\@ninhkieu.example/", id="backslash"),
        pytest.param("http://127.0.0.1 .example/", id="space"),
        pytest.param("http://ninhkieu.example/\r\nHost: noi-bo", id="second header"),
        pytest.param("http://ninhkieu.example/\x00", id="zero byte"),
        pytest.param("http://%31%32%37.0.0.1.example/", id="escaped host"),
        pytest.param("http://127.0.0.1%2f.example/", id="escaped slash"),
        pytest.param("http://a..example/", id="empty label"),
        pytest.param("http://.example/", id="leading dot"),
        pytest.param("http://-a.example/", id="leading hyphen"),
        pytest.param(f"http://{'a' * 64}.example/", id="label too long"),
        pytest.param(f"http://{'a.' * 140}example/", id="host too long"),
        pytest.param("http://[::1/", id="open bracket"),
        pytest.param("http://ninhkieu.example:80a/", id="port that is no number"),
        pytest.param("http://ninhkieu.example:99999/", id="port too large"),
        pytest.param("http://ninhkieu.example/" + "a" * MAX_LENGTH, id="too long"),
    ],
)
def test_what_is_no_plain_web_address_is_refused(url):
    assert refusal(url) == "form"


@pytest.mark.parametrize("port", [0, 22, 25, 8080, 6379, 5432, 65535])
def test_only_the_two_ports_of_the_web_are_knocked_at(port):
    assert refusal(f"http://ninhkieu.example:{port}/") == "port"


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("http://ninhkieu.example", Target("http", "ninhkieu.example", 80, "/")),
        ("  HTTPS://Ninhkieu.Example./Bai?a=1#doan ", Target("https", "ninhkieu.example", 443, "/Bai?a=1")),
        ("http://ninhkieu.example:443/", Target("http", "ninhkieu.example", 443, "/")),
        ("https://cầnthơ.vn/tin-tức/b%C3%A0i", Target("https", CAN_THO, 443, "/tin-t%E1%BB%A9c/b%C3%A0i")),
        ("http://a_b.example/", Target("http", "a_b.example", 80, "/")),
        ("http://8.8.8.8/", Target("http", "8.8.8.8", 80, "/")),
        ("http://[2606:4700::1111]/", Target("http", "2606:4700::1111", 80, "/")),
    ],
)
def test_a_public_address_is_read(url, target):
    assert read(url) == target


def test_the_host_header_names_host_and_unusual_port():
    assert read("http://[2606:4700::1111]:443/a").authority == "[2606:4700::1111]:443"
    assert read("https://ninhkieu.example:443/a").url == "https://ninhkieu.example/a"


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/bai-2", "https://ninhkieu.example/bai-2"),
        ("bai-2", "https://ninhkieu.example/tin/bai-2"),
        ("//cantho.example/x", "https://cantho.example/x"),
        ("http://cantho.example/x", "http://cantho.example/x"),
        ("/tin-tức".encode().decode("latin-1"), "https://ninhkieu.example/tin-t%E1%BB%A9c"),
        ("/tin-t%E1%BB%A9c", "https://ninhkieu.example/tin-t%E1%BB%A9c"),
    ],
)
def test_a_redirect_is_read_from_where_it_stood(location, url):
    assert follow(read("https://ninhkieu.example/tin/bai-1"), location).url == url


@pytest.mark.parametrize("location", ["http://127.0.0.1/", "file:///etc/passwd", "http://[::1", "//0x7f.1/"])
def test_a_redirect_obeys_the_same_rules(location):
    with pytest.raises(NotAllowed):
        follow(read("https://ninhkieu.example/"), location)


@pytest.mark.parametrize("address", ["8.8.8.8", "203.162.10.20", "2606:4700::1111", "2405:4800::1"])
def test_public_addresses_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:8.8.8.8", "fe80::1%eth0", "không phải", ""])
def test_others_are_not(address):
    assert not is_public(address)
