"""What `helpline doctor` looks at."""
