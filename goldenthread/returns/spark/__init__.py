"""The same rules and indicators on Apache Spark, for a collector of many councils' returns. An optional extra."""
