"""The demo's door: pick a member of the cast. Exists under the demo's settings only, and opens on a demo's database only."""
