"""handlers converse: one inbound event becomes one transaction and the replies it owes."""
