"""What the house does, whoever asks: turn, handover, appointments, forgetting, redaction."""
