"""The words of the sign-in pages, in Vietnamese and English."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "vi": {
        "product": "Thân Thiện",
        "subtitle": "Chính quyền thân thiện vì Nhân dân phục vụ",
        "sign_in": "Đăng nhập",
        "user_name": "Tên đăng nhập",
        "password": "Mật khẩu",
        "sso": "Đăng nhập một lần qua {name}",
        "or": "hoặc",
        "refused": "Không đăng nhập được. Tên hoặc mật khẩu sai, hoặc tên đang bị "
        "khóa 15 phút vì nhập sai 5 lần.",
        "ended": "Phiên làm việc đã kết thúc. Mời đăng nhập lại.",
        "signed_out": "Đã đăng xuất.",
        "busy": "Có quá nhiều người đăng nhập cùng lúc. Mời thử lại sau ít phút.",
        "sso_refused": "Tài khoản của hệ thống đăng nhập một lần chưa được cấp quyền, "
        "hoặc lần đăng nhập này không hợp lệ. Hãy báo người quản trị.",
        "sso_failed": "Chưa liên lạc được với hệ thống đăng nhập một lần.",
        "change_password": "Đổi mật khẩu",
        "must_change": "Đây là lần đăng nhập đầu tiên: "
        "hãy đặt mật khẩu của riêng mình.",
        "old_password": "Mật khẩu hiện tại",
        "new_password": "Mật khẩu mới",
        "repeat_password": "Nhập lại mật khẩu mới",
        "password_rule": "Từ 12 đến 256 ký tự, ít nhất 5 ký tự khác nhau, "
        "không chứa tên đăng nhập.",
        "not_same": "Hai lần nhập mật khẩu mới không giống nhau.",
        "not_changed": "Chưa đổi được: mật khẩu hiện tại sai, hoặc mật khẩu mới không "
        "đúng quy tắc.",
        "sign_out": "Đăng xuất",
        "sign_out_question": "Đăng xuất khỏi Thân Thiện?",
        "stay": "Ở lại",
        "unavailable": "Hệ thống chưa ghi được nhật ký nên chưa thể mở. "
        "Hãy báo người quản trị.",
        "error": "Có lỗi ngoài dự kiến. Lỗi đã được ghi lại; hãy báo người quản trị.",
        "not_found": "Không có trang này.",
        "missing_page": "Không có trang này.",
        "missing_page_next": "Hãy kiểm tra địa chỉ, hoặc bắt đầu lại từ trang đầu.",
        "other_host": "Địa chỉ này không phải của Thân Thiện.",
        "other_host_next": "Hãy mở Thân Thiện bằng đúng địa chỉ người quản trị đã "
        "cung cấp.",
        "other_site": "Yêu cầu này không đến từ trang của Thân Thiện nên không được "
        "thực hiện.",
        "other_site_next": "Hãy mở lại trang rồi làm lại.",
        "no_store": "Hệ thống chưa kiểm tra được phiên làm việc nên chưa thể mở trang.",
        "no_store_next": "Hãy thử lại sau ít phút. Nếu vẫn vậy, hãy báo người quản "
        "trị.",
        "no_session": "Chưa đăng nhập, hoặc phiên làm việc đã kết thúc.",
        "no_session_next": "Hãy đăng nhập.",
        "to_start": "Về trang đầu",
        "other_language": "English",
        "watched": "Mọi lần đăng nhập, xem kết quả của cán bộ và xuất tệp đều được ghi "
        "nhật ký.",
    },
    "en": {
        "product": "Thân Thiện",
        "subtitle": "Friendly government, serving the people",
        "sign_in": "Sign in",
        "user_name": "User name",
        "password": "Password",
        "sso": "Single sign-on with {name}",
        "or": "or",
        "refused": "Could not sign in. The name or password is wrong, or the name is "
        "locked for 15 minutes after 5 wrong tries.",
        "ended": "Your session has ended. Please sign in again.",
        "signed_out": "You are signed out.",
        "busy": "Too many people are signing in at once. Please try again soon.",
        "sso_refused": "This single sign-on account has not been granted a role, or "
        "the sign-in was not valid. Please tell the administrator.",
        "sso_failed": "The single sign-on cannot be reached.",
        "change_password": "Change password",
        "must_change": "This is your first sign-in: choose a password of your own.",
        "old_password": "Present password",
        "new_password": "New password",
        "repeat_password": "New password again",
        "password_rule": "12 to 256 characters, at least 5 different, "
        "without the user name.",
        "not_same": "The two new passwords differ.",
        "not_changed": "Not changed: the present password is wrong, or the new one "
        "breaks the rule.",
        "sign_out": "Sign out",
        "sign_out_question": "Sign out of Thân Thiện?",
        "stay": "Stay",
        "unavailable": "The audit record cannot be written, so nothing can be opened. "
        "Please tell the administrator.",
        "error": "Something unexpected went wrong. Please tell the administrator.",
        "not_found": "There is no such page.",
        "missing_page": "There is no such page.",
        "missing_page_next": "Check the address, or begin again at the first page.",
        "other_host": "This is not an address of Thân Thiện.",
        "other_host_next": "Open Thân Thiện by the address your administrator gave.",
        "other_site": "This request did not come from a page of Thân Thiện, so nothing "
        "was done.",
        "other_site_next": "Open the page again and repeat it there.",
        "no_store": "The session cannot be checked now, so no page can be opened.",
        "no_store_next": "Try again in a few minutes. If it stays so, tell the "
        "administrator.",
        "no_session": "Not signed in, or the session has ended.",
        "no_session_next": "Please sign in.",
        "to_start": "To the first page",
        "other_language": "Tiếng Việt",
        "watched": "Every sign-in, view of officer results and export is recorded.",
    },
}
