"""Smart views: kept ones, and what they come to in models."""
