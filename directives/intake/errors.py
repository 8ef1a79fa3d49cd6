"""Why a letter could not be taken in, in words that tell the officer what to do next."""

MESSAGES = {
    "empty": "Chưa có nội dung. Hãy dán toàn văn văn bản hoặc chọn tệp có chữ.",
    "not_a_letter": (
        "Nội dung này không giống văn bản hành chính: không thấy số, ký hiệu, “Kính gửi” hay “Nơi nhận”. "
        "Hãy kiểm tra rồi dán lại toàn văn, kể cả phần đầu và phần ký."
    ),
    "too_long": "Nội dung quá dài so với một văn bản. Hãy dán riêng phần văn bản, để phụ lục thành tệp đính kèm.",
    "too_big": "Tệp quá lớn (tối đa 20 MB). Hãy giảm dung lượng ảnh trong tệp hoặc tách phụ lục ra rồi tải lại.",
    "secret": (
        "Văn bản có dấu chỉ độ mật. Hệ thống này không được phép tiếp nhận tài liệu bí mật nhà nước; "
        "nội dung không được lưu. Hãy xử lý văn bản theo quy định về bảo vệ bí mật nhà nước."
    ),
    "unknown_type": "Chưa đọc được loại tệp này. Hãy tải tệp .docx, .doc, .pdf, .html, .txt, .md, hoặc dán toàn văn.",
    "mismatch": "Đuôi tên tệp không khớp với nội dung bên trong. Hãy mở tệp, lưu lại đúng định dạng rồi tải lên.",
    "old_word": (
        "Không mở được tệp .doc: tệp bị hỏng, chưa tải hết hoặc không phải Word 97–2003. "
        "Hãy mở tệp bằng Word, chọn “Lưu thành” .docx rồi tải lại."
    ),
    "pdf": (
        "Chưa đọc được tệp PDF: tệp bị hỏng hoặc chưa tải hết. "
        "Hãy xuất lại PDF rồi tải lên, hoặc tải bản Word (.docx) của văn bản."
    ),
    "pdf_programs": (
        "Tệp PDF có chứa mã lệnh nên không được nhận. "
        "Hãy mở tệp, in lại thành PDF mới rồi tải lên, hoặc dán toàn văn văn bản."
    ),
    "scan": (
        "Tệp PDF này là bản chụp, hoặc chữ trong tệp không nhận ra được. "
        "Hãy tải bản điện tử (.docx, .doc hoặc PDF có chữ), hoặc gõ, dán toàn văn vào ô nội dung."
    ),
    "pages": "Tệp PDF có quá nhiều trang (tối đa 600). Hãy tách riêng văn bản, để phụ lục thành tệp đính kèm.",
    "not_docx": "Tệp .docx bị hỏng hoặc không phải tệp Word. Hãy mở bằng Word, lưu lại thành .docx rồi tải lên.",
    "encrypted": "Tệp được đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu, lưu lại rồi tải lên.",
    "macros": "Tệp có chứa macro nên không được nhận. Hãy lưu lại thành .docx (không có macro) rồi tải lên.",
    "external": (
        "Tệp trỏ tới mẫu, ảnh hoặc đối tượng nằm trên máy khác nên không được nhận. "
        "Hãy mở bằng Word, lưu thành tệp .docx mới rồi tải lại, hoặc dán toàn văn."
    ),
    "zip_limits": (
        "Tệp .docx có cấu trúc nén bất thường nên không được mở để bảo đảm an toàn. "
        "Hãy mở bằng Word, lưu thành tệp .docx mới rồi tải lại, hoặc dán toàn văn."
    ),
    "too_slow": "Đọc tệp này mất quá nhiều thời gian. Hãy tách phụ lục ra khỏi văn bản rồi tải lại, hoặc dán toàn văn.",
    "too_heavy": "Đọc tệp này cần quá nhiều bộ nhớ. Hãy tách phụ lục ra khỏi văn bản rồi tải lại, hoặc dán toàn văn.",
    "unreadable": "Không đọc được tệp này. Hãy mở tệp, lưu lại thành .docx rồi tải lên, hoặc dán toàn văn văn bản.",
    "not_text": "Tệp không phải văn bản thuần. Hãy tải tệp .docx, hoặc dán toàn văn văn bản.",
    "encoding": "Tệp dùng bảng mã không đọc được. Hãy lưu lại với bảng mã UTF-8 rồi tải lên, hoặc dán toàn văn.",
}


class IntakeError(ValueError):
    """`code` is stable, for programs and tests; `message` is a Vietnamese sentence for the screen."""

    def __init__(self, code: str, message: str | None = None):
        self.code = code
        self.message = message or MESSAGES[code]
        super().__init__(self.message)
