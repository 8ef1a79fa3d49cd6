"""The demonstration's people: addresses end in `.example`, the password is public, nothing here is a real account."""

PASSWORD = "chien-dich-2024"  # noqa: S105 - public on purpose, for the demonstration only
SIGN_INS = [
    ("Cán bộ điều phối, Sở Thông tin và Truyền thông", "canbo@stttt.example"),
    ("Đầu mối, Phòng Văn hóa và Thông tin quận Ninh Kiều", "daumoi@pvhtt-ninhkieu.example"),
    ("Lãnh đạo, UBND thành phố Cần Thơ", "lanhdao@ubnd.example"),
    ("Đầu mối, UBND phường Ninh Kiều", "daumoi@ubndphuongninhkieu.example"),
]
