from campaign_portal.lib.public_id import ALPHABET, new_public_id


def test_it_has_ten_characters_of_the_alphabet():
    assert all(len(new_public_id()) == 10 and set(new_public_id()) <= set(ALPHABET) for _ in range(200))


def test_no_two_characters_look_alike():
    for group in ("0o", "1il", "2z", "5s", "8b", "uv"):
        assert len(set(group) & set(ALPHABET)) <= 1
    assert len(set(ALPHABET)) == len(ALPHABET) == 25


def test_it_spells_no_word():
    assert not set("aeiou") & set(ALPHABET)


def test_it_does_not_repeat():
    assert len({new_public_id() for _ in range(2000)}) == 2000
