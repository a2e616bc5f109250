"""Word lists the simulated province draws names and texts from.

All names are put together at random; a likeness to a real place or person is chance.
"""

from __future__ import annotations

PROVINCE_NAME = "Tỉnh Mô Phỏng"
CENTRE_NAME = "Trung tâm Phục vụ hành chính công Tỉnh Mô Phỏng"

DISTRICT_NAMES = (
    "Thành phố Mô Phỏng",
    "Thị xã Hoà Minh",
    "Huyện Sông Giả",
    "Huyện Đồi Thử",
    "Huyện Bình Mẫu",
    "Huyện Khánh Thử",
    "Huyện Thuỷ Mẫu",
    "Huyện Phú Giả",
    "Huyện Quảng Thử",
    "Huyện Đông Mẫu",
)
PLACE_FIRST = (
    "An",
    "Bình",
    "Cẩm",
    "Đại",
    "Đông",
    "Hoà",
    "Hưng",
    "Khánh",
    "Long",
    "Minh",
    "Nghĩa",
    "Phú",
    "Quảng",
    "Tân",
    "Thanh",
    "Thuỷ",
    "Tiên",
    "Vĩnh",
    "Xuân",
    "Yên",
)
PLACE_LAST = (
    "Bình",
    "Châu",
    "Đức",
    "Giang",
    "Hải",
    "Hoà",
    "Khê",
    "Lâm",
    "Lợi",
    "Mỹ",
    "Ninh",
    "Phong",
    "Quý",
    "Sơn",
    "Thành",
    "Thuỷ",
    "Trung",
    "Xá",
)

FAMILY_NAMES = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Phan",
    "Vũ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
)
MIDDLE_NAMES = ("Văn", "Thị", "Đức", "Ngọc", "Minh", "Thu", "Quang", "Thanh", "Hữu")
GIVEN_NAMES = (
    "An",
    "Bình",
    "Chi",
    "Dũng",
    "Giang",
    "Hà",
    "Hạnh",
    "Hoà",
    "Hùng",
    "Lan",
    "Linh",
    "Mai",
    "Nam",
    "Nga",
    "Phúc",
    "Quân",
    "Sơn",
    "Thảo",
    "Thuý",
    "Tuấn",
    "Vân",
    "Yến",
)
POSITIONS = (
    "Công chức một cửa",
    "Chuyên viên",
    "Công chức tư pháp - hộ tịch",
    "Công chức địa chính",
    "Phó Chủ tịch UBND",
)

# Group, its five subjects, three actions on each, and the limits drawn from.
PROCEDURE_GROUPS: tuple[
    tuple[str, tuple[str, ...], tuple[str, ...], tuple[int, ...]], ...
]
PROCEDURE_GROUPS = (
    (
        "Hộ tịch",
        ("khai sinh", "kết hôn", "khai tử", "giám hộ", "nhận cha, mẹ, con"),
        ("Đăng ký", "Đăng ký lại", "Cấp bản sao trích lục"),
        (1, 2, 3, 5),
    ),
    (
        "Chứng thực",
        ("bản sao từ bản chính", "chữ ký", "hợp đồng", "di chúc", "giao dịch"),
        ("Chứng thực", "Sửa lỗi chứng thực", "Cấp bản sao chứng thực"),
        (1, 2, 3),
    ),
    (
        "Đất đai",
        (
            "quyền sử dụng đất",
            "thửa đất",
            "tài sản gắn liền với đất",
            "thế chấp",
            "chuyển nhượng",
        ),
        ("Đăng ký", "Đăng ký biến động", "Cấp đổi giấy chứng nhận"),
        (7, 10, 15, 20, 30),
    ),
    (
        "Xây dựng",
        (
            "nhà ở riêng lẻ",
            "nhà ở nông thôn",
            "công trình tạm",
            "biển quảng cáo",
            "cải tạo nhà ở",
        ),
        ("Cấp giấy phép", "Điều chỉnh giấy phép", "Gia hạn giấy phép"),
        (7, 10, 15, 20),
    ),
    (
        "Bảo trợ xã hội",
        (
            "trợ cấp hằng tháng",
            "hỗ trợ mai táng",
            "người khuyết tật",
            "người cao tuổi",
            "hộ nghèo",
        ),
        ("Xét duyệt", "Thay đổi", "Thôi hưởng"),
        (5, 7, 10, 15),
    ),
    (
        "Kinh doanh",
        (
            "hộ kinh doanh",
            "hợp tác xã",
            "bán lẻ rượu",
            "an toàn thực phẩm",
            "cơ sở lưu trú",
        ),
        ("Đăng ký", "Thay đổi nội dung", "Chấm dứt hoạt động"),
        (3, 5, 7),
    ),
    (
        "Người có công",
        (
            "thương binh",
            "thân nhân liệt sĩ",
            "người hoạt động kháng chiến",
            "bệnh binh",
            "thờ cúng liệt sĩ",
        ),
        ("Xác nhận", "Điều chỉnh chế độ", "Giải quyết trợ cấp"),
        (5, 10, 12, 20),
    ),
    (
        "Giáo dục",
        (
            "lớp mầm non độc lập",
            "trung tâm học tập cộng đồng",
            "trường mầm non",
            "chuyển trường",
            "tuyển sinh",
        ),
        ("Cho phép", "Sáp nhập, chia tách", "Giải thể"),
        (3, 5, 10, 15),
    ),
)
LIFE_EVENTS = {
    "Đăng ký khai sinh": "birth",
    "Đăng ký kết hôn": "marriage",
    "Đăng ký khai tử": "death",
}

# Item code, criterion, text on the form.
HOUSEHOLD_ITEMS: tuple[tuple[str, str, str], ...] = (
    ("access_signs", "access", "Biển chỉ dẫn, thông tin niêm yết dễ thấy, dễ hiểu"),
    ("access_seats", "access", "Chỗ ngồi chờ, bàn viết, nước uống đầy đủ"),
    ("proc_public", "procedure", "Thủ tục được công khai đầy đủ, chính xác"),
    ("proc_simple", "procedure", "Thành phần hồ sơ đơn giản, dễ thực hiện"),
    ("off_respect", "officer", "Cán bộ tôn trọng người dân trong giao tiếp"),
    ("off_courtesy", "officer", "Cán bộ văn minh, lịch sự khi giải quyết công việc"),
    ("off_listen", "officer", "Cán bộ lắng nghe đầy đủ, hướng dẫn tận tình"),
    ("off_explain", "officer", "Cán bộ gần gũi, giải thích cặn kẽ thắc mắc"),
    ("res_ontime", "result", "Kết quả được trả đúng hẹn"),
    ("res_correct", "result", "Kết quả chính xác, đúng yêu cầu"),
    ("fb_receive", "feedback", "Góp ý, phản ánh, kiến nghị được tiếp nhận thuận tiện"),
    ("fb_reply", "feedback", "Góp ý, phản ánh, kiến nghị được trả lời kịp thời"),
    ("trust", "trust", "Tin tưởng vào cán bộ, chính quyền cơ sở"),
    ("overall", "overall", "Mức độ hài lòng chung"),
)
# Commitments an item shows besides its factor.
ITEM_COMMITMENTS = {
    "off_respect": ("respect",),
    "off_courtesy": ("courtesy",),
    "off_listen": ("guide", "listen"),
    "off_explain": ("explain", "understood"),
    "res_ontime": ("no_lateness",),
}
SERVICE_ITEMS = (
    "off_respect",
    "off_courtesy",
    "off_listen",
    "off_explain",
    "proc_simple",
    "res_ontime",
    "res_correct",
    "trust",
    "overall",
)
LEVEL_WORDS = (
    "Rất không hài lòng",
    "Không hài lòng",
    "Bình thường",
    "Hài lòng",
    "Rất hài lòng",
)
PETITION_FIELDS = (
    "Đất đai",
    "Xây dựng",
    "Thái độ phục vụ",
    "Môi trường",
    "Chính sách xã hội",
    "Giao thông",
    "Thu phí, lệ phí",
    "Sai sót trong giải quyết hồ sơ",
    "Thất lạc giấy tờ",
)
AGE_BANDS = ("18-29", "30-44", "45-59", "60+")
