"""The server: gate, sign-in, headers, and the page Streamlit lives in."""
