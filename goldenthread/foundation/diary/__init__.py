"""Statutory clocks: working days, rules by edition of the guidance, what is due and when, and who was reminded.

No national rule pauses a clock, so a clock here never pauses: it is met, it ends for a reason, or its delay is
explained."""
