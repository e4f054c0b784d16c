"""A phone network to rehearse with: it shares no code with the product and reaches it only over HTTP."""
