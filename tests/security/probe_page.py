"""A page with everything that must not leak: it shows a secret to signed-in people.

Used by the tests in the place of the real entry page.
"""

import streamlit as st

from dashboard.server.page_session import current_identity
from warehouse.settings import Settings

identity = current_identity(Settings.from_environment())
if identity is None:
    st.text("Chưa đăng nhập")
    st.stop()
st.text(f"BÍ MẬT của {identity.user_name} {identity.role} {identity.unit_code}")
st.download_button("Tải", "BÍ MẬT trong tệp", file_name="tep.txt")
st.download_button("Lấy", lambda: "BÍ MẬT làm lúc bấm", file_name="sau.txt")
if st.button("Bấm"):
    st.text("Đã bấm")
