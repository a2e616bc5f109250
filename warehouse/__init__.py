"""The core: raw data, builds, statistics and scoped reading.

Imports neither `ingest` nor `dashboard`; both stand on it.
"""

import os

# Must be set before NumPy is first imported. The statistics multiply thousands of
# small matrices: a second thread spends more time on waiting than it saves (seven
# times the processor time of exact tails), and how a product is split among threads
# may change its last digit, which daily and full builds must share.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
