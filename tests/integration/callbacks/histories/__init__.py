"""Histories of the whole house: what people, the phone network and our own processes may do, in any order."""
