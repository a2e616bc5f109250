"""Streamlit's own files: packed, without what no page of ours needs, in one request."""
