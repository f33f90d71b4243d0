"""The peer: a stock Rasa project, made from the training data of Azimut."""
