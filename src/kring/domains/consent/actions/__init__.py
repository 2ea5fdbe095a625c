"""The writers of consent: `deciding` (yes, no, withdrawn, paper), `objecting`, `asking` (questions, reminders), `sealing`."""
