"""Accounts: who can sign in. A table of people, in a file of its own."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from goldenthread.foundation.prepared import prepared


class AccountQuerySet(models.QuerySet):
    """Accounts with their person beside them."""

    def select_for_update(self, of=("self",), **options):
        """Locks the account alone: a database refuses to lock a person who may be missing."""
        return super().select_for_update(of=of, **options)


class UserManager(BaseUserManager.from_queryset(AccountQuerySet)):
    """Accounts are found by e-mail address, whatever its case, and come with their person: every page asks for both."""

    def get_queryset(self):
        return super().get_queryset().select_related("person")

    def get(self, *args, **given):
        """By its number alone an account is asked for on every page, so that read is prepared."""
        if args or given.keys() != {"pk"} or not isinstance(given["pk"], int):
            return super().get(*args, **given)
        found = _account.one(given["pk"])
        if found is None:
            raise self.model.DoesNotExist("User matching query does not exist.")
        return found

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user


@prepared
def _account(pk):
    return User.objects.filter(pk=pk)


class User(AbstractBaseUser):
    """Somebody who can sign in. What they may do comes from their person's seats, never from here."""

    email = models.EmailField("e-mail address", unique=True)
    is_active = models.BooleanField(default=True)
    is_staff = False
    is_superuser = False
    joined_on = models.DateField(null=True, blank=True)
    # Set when the link to their address is opened; empty while no second step counts (ADR 27).
    second_step_counts_from = models.DateTimeField(null=True, blank=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    PRIVACY = {
        "id": "technical",
        "password": "secret",
        "last_login": "personal",
        "email": "personal",
        "is_active": "technical",
        "joined_on": "personal",
        "second_step_counts_from": "personal",
    }

    def __str__(self):
        return self.email

    def get_full_name(self):
        person = getattr(self, "person", None)
        return person.name if person else self.email

    get_short_name = get_full_name
