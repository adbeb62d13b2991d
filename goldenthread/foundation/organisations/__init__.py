"""Who we are: the rules, operations and pages for the tables of people. Bodies, areas, agencies, groups, seats,
agreements, succession; and signing in."""
