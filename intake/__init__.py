"""What the helpline is: the conversation, the callback promise, routing, the record, confidentiality."""
