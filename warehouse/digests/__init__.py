"""The weekly digest of an account: kept once per week, sent by mail where set up."""
