"""Forms of the thread. They turn posted text into clean values, and save nothing."""
