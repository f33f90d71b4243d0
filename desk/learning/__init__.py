"""The desk's pages of learning: gaps, articles, trials, upkeep."""
