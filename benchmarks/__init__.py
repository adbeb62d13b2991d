"""What ./bench runs: how quick the yearly report, the most used pages and one page under the web server are."""
