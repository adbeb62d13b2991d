"""Every read of the thread. Each takes `viewer` first and begins with what that viewer may see."""
