"""Specs that somebody wrote by hand for the books no shipped spec fits."""

from __future__ import annotations

ALIASES = "Tên gọi khác,Mã đơn vị\nTrụ sở An Bình,91001\n"
DOSSIER_EXPORT = """
spec: by_hand
title: {vi: Tay, en: Hand}
read: {fill_down: ["Đơn vị"]}
title_block: 'Kết xuất lúc .*ngày (?P<day>\\d{1,2}/\\d{1,2}/\\d{4})'
personal: ["Người nộp / Họ tên", "Người nộp / Điện thoại"]
ignore: ["STT"]
kinds:
  - kind: case
    sheet: "^Thang"
    columns:
      case_code: {from: ["Hồ sơ / Số biên nhận"]}
      procedure_code: {from: ["Hồ sơ / Mã thủ tục"]}
      receiving_unit_code: {from: ["Đơn vị"], unit: {}}
      received_at: {from: ["Mốc thời gian / Nhận"], dates: ["HH:mm dd/MM/yyyy"]}
      due_at: {from: ["Mốc thời gian / Hẹn"], dates: ["HH:mm dd/MM/yyyy"]}
      returned_at: {from: ["Mốc thời gian / Trả dân"], dates: ["HH:mm dd/MM/yyyy"]}
      status:
        from: ["Tình hình"]
        values:
          Đã trả đúng hẹn: returned
          Đã trả quá hẹn: returned
          Đang làm: processing
          Chờ dân bổ sung: supplementing
      extracted_on: {title: day, dates: ["dd/MM/yyyy"]}
"""
PETITION_BOOK = """
spec: by_hand
title: {vi: Tay, en: Hand}
read: {header_line: 5, header_rows: 3}
title_block: 'ngày (?P<day>\\d+ tháng \\d+ năm \\d+)'
personal: ["Người đứng đơn / Họ và tên", "Người đứng đơn / Nơi ở"]
ignore: ["TT"]
kinds:
  - kind: petition
    columns:
      petition_code: {from: ["Đơn số"]}
      kind:
        from: ["Phân loại / Loại đơn"]
        values: {Đơn khiếu nại: complaint, Kiến nghị: request, Phản ánh: feedback}
      field: {from: ["Phân loại / Lĩnh vực"]}
      received_on:
        from: ["Quá trình giải quyết / Đơn đến"]
        dates: [d/M/yyyy, d-M-yyyy, d.M.yyyy]
      accepted_on:
        from: ["Quá trình giải quyết / Theo luật / Thụ lý"]
        dates: [d/M/yyyy, d-M-yyyy, d.M.yyyy]
      due_on:
        from: ["Quá trình giải quyết / Theo luật / Hạn cuối"]
        dates: [d/M/yyyy, d-M-yyyy, d.M.yyyy]
      resolved_on:
        from: ["Quá trình giải quyết / Xong"]
        dates: [d/M/yyyy, d-M-yyyy, d.M.yyyy]
      unit_code: {from: ["Giao cho"], unit: {}}
      outcome:
        from: ["Kết quả"]
        values:
          Khiếu nại đúng: upheld
          Đúng một phần: partly_upheld
          Không đúng: rejected
      extracted_on: {title: day, dates: ["d 'tháng' M 'năm' yyyy"]}
"""
