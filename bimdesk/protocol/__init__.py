"""What a worker says: typed, tagged, strict messages, and a sans-IO monitor that folds them into a state."""
