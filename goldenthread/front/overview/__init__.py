"""The signed-in home: what needs me, what changed, and the ways to everything else. It reads what rooms offer."""
