"""The whole service on one machine: what runs, in which order, and how it ends."""
