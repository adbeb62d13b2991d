"""Who there is: people and their sign-in, bodies (partnerships, predecessor boards, agencies, business units), the
areas they serve, the groups that meet, who belongs to what, and the seats from which a person acts. Tables and named
filters only; the rules and pages for them live in organisations."""
