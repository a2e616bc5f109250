"""Figures made for reading: pure functions from rows to Plotly figures.

No Streamlit here. Each figure comes with its text alternative; the page adds the
data table.
"""
