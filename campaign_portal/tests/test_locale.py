"""Packages speak Vietnamese: the compiled catalogue is the one of the source, and no sign-in page shows English."""

import gettext
import re
from pathlib import Path

import allauth
import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

FOLDER = Path(settings.BASE_DIR) / "campaign_portal/locale/vi/LC_MESSAGES"
ALLAUTH = Path(allauth.__file__).parent
CONTEXT = "\x04"


def unquote(lines: list[str]) -> str:
    text = "".join(line.strip()[1:-1] for line in lines)
    return text.replace("\\n", "\n").replace('\\"', '"').replace("\\\\", "\\")


def read_po(path: Path) -> dict[str, str]:
    """The messages of a .po as a compiled catalogue keeps them: a context stands before its message."""
    messages = {}
    for entry in path.read_text().split("\n\n"):
        fields: dict[str, list[str]] = {}
        for line in entry.splitlines():
            if match := re.match(r"(msg\w+(?:\[0\])?) (\".*\")", line):
                name = match[1]
                fields[name] = [match[2]]
            elif line.startswith('"'):
                fields[name].append(line)
        if "msgid" not in fields:
            continue
        context = unquote(fields["msgctxt"]) + CONTEXT if "msgctxt" in fields else ""
        messages[context + unquote(fields["msgid"])] = unquote(fields.get("msgstr") or fields["msgstr[0]"])
    return messages


@pytest.fixture(scope="module")
def messages() -> dict[str, str]:
    return read_po(FOLDER / "django.po")


def test_the_compiled_catalogue_is_the_one_of_the_source(messages):
    with (FOLDER / "django.mo").open("rb") as compiled:
        catalogue = gettext.GNUTranslations(compiled)._catalog
    flat = {key[0] if isinstance(key, tuple) else key: text for key, text in catalogue.items()}
    assert {key: text.strip() for key, text in flat.items()} == {key: text.strip() for key, text in messages.items()}


def test_every_message_is_translated_and_keeps_its_places(messages):
    assert [key for key, text in messages.items() if not text] == []
    places = {key: set(re.findall(r"%\(\w+\)[sd]", text)) for key, text in messages.items()}
    assert [key for key, found in places.items() if not found <= set(re.findall(r"%\(\w+\)[sd]", key))] == []
    links = {key: text.count("<a ") for key, text in messages.items()}
    assert [key for key, count in links.items() if count != key.count("<a ")] == []


# Parts of allauth that are switched off here: phones, security keys, signing up oneself.
OFF = re.compile(r"phone|webauthn|passkey|signup(?!_closed)", re.IGNORECASE)


def messages_of_pages() -> set[str]:
    """Every sentence in the templates of sign-in, accounts and two-factor that can be shown here."""
    found = set()
    for folder in ("account", "mfa", "socialaccount"):
        for path in (ALLAUTH / "templates" / folder).rglob("*"):
            if path.suffix not in (".html", ".txt") or OFF.search(str(path)):
                continue
            text = path.read_text()
            found |= {match[1] for match in re.findall(r"{% trans(?:late)? (['\"])(.+?)\1", text)}
            found |= {
                re.sub(r"{{ ?(\w+) ?}}", r"%(\1)s", body)
                for body in re.findall(
                    r"{% blocktrans(?:late)?[^%]*%}(.*?){% (?:plural|endblocktrans)", text, re.DOTALL
                )
            }
    return found


def test_every_sentence_of_the_account_pages_is_known(messages):
    unknown = {text for text in messages_of_pages() if text not in messages and not OFF.search(text)}
    assert {text for text in unknown if "ecurity key" not in text and text != "Security Keys"} == set()
    assert len(messages_of_pages()) > 120


def test_every_error_of_an_account_is_known(messages):
    source = "".join(
        (ALLAUTH / name).read_text() for name in ("account/adapter.py", "mfa/adapter.py", "account/forms.py")
    )
    found = set(re.findall(r'_\(\s*"([^"]+)"\s*\)', source))
    unknown = {text for text in found - set(messages) if not re.search(r"phone|[Kk]ey", text)}
    assert unknown <= {"Username or email", "Username or phone", "Username, email or phone", "Login"}
    assert len(found) > 30


def test_our_words_win_over_djangos():
    assert _("Password") == "Mật khẩu"
    assert _("Account locked: too many login attempts. Please try again later.").startswith("Đã nhập sai nhiều lần")


ENGLISH = re.compile(
    r"\b(the|you|your|sign|password|please|email|enter|code|account|submit|cancel|and|this|with)\b", re.IGNORECASE
)


def english_of(html: str) -> list[str]:
    """English words a reader would see: in text, in labels, in placeholders and button values."""
    spoken = re.findall(r'(?:placeholder|aria-label|title|alt)="([^"]*)"', html)
    text = strip_tags(re.sub(r"<(script|style).*?</\1>", "", html, flags=re.DOTALL))
    text = re.sub(r"\S+@\S+|https?://\S+", "", text)
    return ENGLISH.findall(f"{text} {' '.join(spoken)}")


@pytest.fixture
def person(django_user_model):
    return django_user_model.objects.create_user("an@so.example", "mat-khau-dai-1", full_name="Nguyễn Thị An")


PUBLIC = [
    "/accounts/login/",
    "/accounts/login/code/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/done/",
    "/accounts/password/reset/key/1-abc/",
    "/accounts/inactive/",
    "/accounts/confirm-email/abc/",
    "/accounts/social/login/cancelled/",
    "/accounts/social/login/error/",
]
SIGNED_IN = [
    "/accounts/logout/",
    "/accounts/password/change/",
    "/accounts/password/reset/",
    "/accounts/email/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/reauthenticate/",
]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PUBLIC)
def test_public_account_pages_show_no_english(client, path):
    response = client.get(path, follow=True)
    assert response.status_code in (200, 401)
    assert english_of(response.content.decode()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("path", SIGNED_IN)
def test_signed_in_account_pages_show_no_english(client, person, path):
    client.post("/accounts/login/", {"login": person.email, "password": "mat-khau-dai-1"})
    response = client.get(path, follow=True)
    assert response.status_code == 200
    assert english_of(response.content.decode()) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "data", "sentence"),
    [
        (
            "/accounts/login/",
            {"login": "an@so.example", "password": "sai"},
            "Thư điện tử hoặc mật khẩu chưa đúng. Vui lòng kiểm tra và nhập lại.",
        ),
        ("/accounts/login/", {"login": "", "password": ""}, "Hãy điền ô này."),
        (
            "/accounts/login/code/",
            {"email": "không phải thư"},
            "Địa chỉ thư chưa đúng dạng, ví dụ dau.moi@donvi.gov.vn.",
        ),
    ],
)
def test_a_failed_sign_in_says_why_in_vietnamese_and_keeps_the_address(client, person, path, data, sentence):
    html = client.post(path, data).content.decode()
    assert sentence in html
    assert "error-summary" in html
    assert [word for word in english_of(html) if word != "email"] == []
    assert f'value="{data.get("login", "")}"' in html or not data.get("login")


@pytest.mark.django_db
def test_the_mail_with_a_link_is_vietnamese_and_its_link_sets_a_password(client, person):
    client.post("/accounts/password/reset/", {"email": person.email})
    [message] = mail.outbox
    assert message.subject == "Đặt lại mật khẩu"
    assert english_of(re.sub(r"example\.com|testserver", "", message.body)) == []
    link = re.search(r"https?://[^/]+(/\S+)", message.body)[1]
    page = client.get(link, follow=True)
    assert "Đặt mật khẩu để bắt đầu." in page.content.decode()
    done = client.post(
        page.request["PATH_INFO"], {"password1": "mot-cau-du-dai", "password2": "mot-cau-du-dai"}, follow=True
    )
    assert done.status_code == 200
    person.refresh_from_db()
    assert person.check_password("mot-cau-du-dai")
    assert "Liên kết này đã được dùng hoặc đã hết hạn." in client.get(link, follow=True).content.decode()


@pytest.mark.django_db
def test_a_sign_in_code_is_mailed_in_vietnamese_and_lets_one_in(client, person):
    page = client.post("/accounts/login/code/", {"email": person.email}, follow=True)
    assert english_of(page.content.decode()) == []
    [message] = mail.outbox
    assert message.subject == "Mã đăng nhập"
    assert english_of(message.body) == []
    code = re.search(r"^(?=\S*\d|[A-Z])[A-Z0-9-]{6,}$", message.body, re.MULTILINE)[0]
    client.post("/accounts/login/code/confirm/", {"code": code})
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.parametrize(
    ("password", "said"),
    [
        (
            "12345",
            {"Mật khẩu quá ngắn. Hãy đặt mật khẩu có ít nhất 10 ký tự.", "Mật khẩu chỉ có chữ số. Hãy thêm chữ cái."},
        ),
        ("password123", {"Mật khẩu này nhiều người dùng, dễ bị đoán. Hãy đặt mật khẩu khác."}),
    ],
)
def test_a_weak_password_is_refused_in_vietnamese(password, said):
    with pytest.raises(ValidationError) as refusal:
        validate_password(password)
    assert said <= set(refusal.value.messages)
    assert [each for each in refusal.value.messages if "password" in each] == []
