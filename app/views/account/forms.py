"""What the account pages ask for; shape only, the rules are the use cases'."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import Email, EqualTo, InputRequired, Length

from app.thai import thai_digits_to_arabic
from app.views.page_form import PageForm

_ADDRESS = Email(message=_l("Enter an e-mail address, for example name@agency.go.th"))
_LONGEST_PASSWORD = 200


class SignInForm(PageForm):
    """Who signs in, and the page that asked them to."""

    email = StringField(_l("E-mail address"), [InputRequired(_l("Enter your e-mail address")), Length(max=254)])
    password = PasswordField(_l("Password"), [InputRequired(_l("Enter your password")), Length(max=_LONGEST_PASSWORD)])
    next = HiddenField()


class ForgottenPasswordForm(PageForm):
    """Where to send a link."""

    email = EmailField(_l("E-mail address"), [InputRequired(_l("Enter your e-mail address")), _ADDRESS])


class NewPasswordForm(PageForm):
    """A new password, typed twice."""

    password = PasswordField(
        _l("New password"), [InputRequired(_l("Choose a password")), Length(max=_LONGEST_PASSWORD)]
    )
    again = PasswordField(_l("The new password again"), [EqualTo("password", _l("The two passwords are not the same"))])


class ChangePasswordForm(NewPasswordForm):
    """The same, after the present one."""

    present = PasswordField(
        _l("Present password"), [InputRequired(_l("Enter your present password")), Length(max=_LONGEST_PASSWORD)]
    )


class PresentPasswordForm(PageForm):
    """The password of an account that exists already."""

    password = PasswordField(_l("Password"), [InputRequired(_l("Enter your password")), Length(max=_LONGEST_PASSWORD)])


class CodeText(StringField):
    """A code as people type it: with spaces, or in Thai digits."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the code in Arabic digits."""
        if valuelist:
            self.data = thai_digits_to_arabic(valuelist[0]).strip()


class CodeForm(PageForm):
    """The code an app shows."""

    code = CodeText(_l("Code from the app"), [InputRequired(_l("Enter the code")), Length(max=40)])


class CodeStepForm(CodeForm):
    """The same at sign-in, and the page that asked."""

    next = HiddenField()


class RecoveryStepForm(PageForm):
    """A recovery code at sign-in, and the page that asked."""

    code = CodeText(_l("Recovery code"), [InputRequired(_l("Enter the code")), Length(max=40)])
    next = HiddenField()


class SwitchOffForm(PageForm):
    """Password and code."""

    password = PasswordField(
        _l("Present password"), [InputRequired(_l("Enter your present password")), Length(max=_LONGEST_PASSWORD)]
    )
    code = CodeText(_l("Code from the app, or a recovery code"), [InputRequired(_l("Enter the code")), Length(max=40)])


class NewCodesForm(PageForm):
    """A code, for new recovery codes."""

    code = CodeText(_l("Code from the app, or a recovery code"), [InputRequired(_l("Enter the code")), Length(max=40)])
