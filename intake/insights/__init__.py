"""Service levels, funnels and staffing arithmetic."""
