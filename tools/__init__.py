"""Programs that set up, check and test the repository; nothing here is shipped."""
