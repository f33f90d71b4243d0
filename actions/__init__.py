"""What Azimut does in a conversation: rasa-sdk actions that read a snapshot and return
replies and effects as data. They write nothing; the turn (service) applies the effects."""
