// What the scripts say. Dates and numbers are written as the server writes them.

export const WEEKDAYS = ["Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"];

export const clock = (at) => new Intl.DateTimeFormat("vi-VN", { hour: "2-digit", minute: "2-digit" }).format(at);

export const distance = (days) => {
  if (days === 0) return "hôm nay";
  return days > 0 ? `còn ${days} ngày` : `cách đây ${-days} ngày`;
};

export const WORDS = {
  copied: "Đã sao chép",
  copyByHand: "Hãy giữ để sao chép",
  noSuchDay: "không có ngày này trong lịch",
  draftKept: (at) => `Đã lưu nháp trên máy này lúc ${clock(at)}`,
  draftRestored: (at) => `Đang dùng bản nháp lúc ${clock(at)}`,
  draftRefused: "Máy này không lưu được nháp",
  draftStored: (at) => `Đã lưu nháp trên hệ thống lúc ${clock(at)}`,
  draftOffline: "Mất kết nối, bản nháp đang giữ trên máy này",
  draftSignedOut: "Phiên làm việc đã hết. Bấm Lưu rồi đăng nhập lại, nội dung vẫn còn",
  uploadWaiting: "Đang chờ gửi",
  uploadSending: "Đang gửi",
  uploadDone: (size) => `${size}, đã nhận`,
  uploadLost: "Mất kết nối. Có mạng lại sẽ tự gửi tiếp, hoặc bấm Gửi lại",
  uploadSignedOut: "Phiên làm việc đã hết. Bấm Lưu, rồi đăng nhập lại, tệp vẫn còn",
  uploadFailed: "Không gửi được tệp này. Hãy chọn lại tệp",
  uploadEmpty: "Tệp này trống (0 byte). Hãy kiểm tra rồi chọn lại tệp",
  uploadFirst: (count) => `Đang gửi nốt ${count} tệp, xong sẽ lưu ngay`,
  uploadStuck: (count) => `Còn ${count} tệp chưa gửi được. Bấm Gửi lại hoặc Bỏ tệp đó`,
  queueFirst: "Chọn hình thức và đối tượng rồi bấm Lưu lại, để gửi được ngay khi có mạng",
  uploadRefused: (count) => `Chưa lưu: có ${count} tệp không được nhận, xem ở mục Minh chứng`,
  otherPerson: "Người khác vừa đăng nhập trên máy này. Đăng nhập lại rồi bấm Lưu, nội dung vẫn còn",
  queued: "Chưa có mạng. Hoạt động đang chờ gửi trên máy này, có mạng sẽ tự gửi",
  queuedSignedOut: "Phiên làm việc đã hết. Hoạt động và tệp đang giữ trên máy này, đăng nhập lại sẽ tự gửi",
  queueFull: "Máy này không giữ được hoạt động chờ gửi. Hãy giữ trang mở, có mạng rồi bấm Lưu lại",
  queueFiles: (count) => `${count} tệp`,
  queueWaiting: (at) => `Đang chờ mạng, ghi lúc ${clock(at)}`,
  queueSending: "Đang gửi",
  queueStored: (receipt) => `Đã lưu. Số biên nhận: ${receipt}`,
  queueLeftOut: (receipt, names) => `Đã lưu (biên nhận ${receipt}) nhưng chưa có ${names}. Bấm Xem, Sửa hoạt động rồi chọn lại tệp`,
  queueSent: "Đã gửi xong hoạt động chờ trên máy này",
  queueSignedOut: "Phiên làm việc đã hết. Đăng nhập lại thì tự gửi tiếp",
  queueRefused: (status) => `Hệ thống không nhận hoạt động này (mã ${status}). Hãy xuất ra máy và liên hệ đơn vị ban hành`,
  left: (count) => (count ? `còn ${count} mục cần xem` : "không còn mục cần xem"),
  figuresChanged: "Số liệu trên trang vừa được cập nhật.",
  files: (count, megabytes) => `${count} tệp, ${megabytes} MB`,
  count: (length, limit) => {
    const [typed, most, over] = [length, limit, length - limit].map((each) => each.toLocaleString("vi-VN"));
    return `${typed} trên ${most} ký tự${over.startsWith("-") || over === "0" ? "" : `, quá ${over} ký tự. Hãy rút gọn hoặc đính kèm tệp`}`;
  },
  countOver: "Chưa lưu: nội dung dài quá số ký tự cho phép, hãy rút gọn",
  tooLong: (limit) =>
    `Nội dung dài hơn ${limit.toLocaleString("vi-VN")} ký tự. Hãy dán riêng phần văn bản, hoặc tải tệp lên.`,
  tooLarge: (name, limit) => `${name} lớn hơn ${limit} MB, hãy chọn tệp nhỏ hơn`,
};
