"""Addresses that come from libraries, with who may open each. The house's own views say it themselves."""

URLS_OF_OTHERS = {
    # Signing in and out, and a forgotten password: anybody.
    "account_login", "account_logout", "account_signup", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key", "account_reset_password_from_key_done", "account_inactive",
    "account_email_verification_sent", "account_confirm_email", "account_reauthenticate",
    "account_confirm_login_code",
    "mfa_authenticate", "mfa_login_webauthn", "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
    "openid_connect_login", "openid_connect_callback", "socialaccount_login_cancelled", "socialaccount_login_error", "socialaccount_signup",
    # The person's own account: the library sends anybody who is not signed in to the sign-in page.
    "account_change_password", "account_set_password", "account_email",
    "mfa_index", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_view_recovery_codes",
    "mfa_download_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn",
    "socialaccount_connections",
}  # fmt: skip
