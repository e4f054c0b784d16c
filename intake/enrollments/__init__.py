"""The prospective enrollment and its way to the first group."""
