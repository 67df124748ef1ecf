"""core decides: the rules and the acts of the practice. No channel, no sentence, no network, no clock."""
