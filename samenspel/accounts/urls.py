"""Addresses of accounts, in Dutch; the views and the names are allauth's."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from django.urls import path
from django.views.generic import RedirectView

from . import openid, people_views
from .views import by_organisation, first_password, first_time, leave, log_out_elsewhere, own_logins

to_security = RedirectView.as_view(pattern_name="mfa_index")

urlpatterns = [
    path("eerste-keer", first_time, name="first_time"),
    path("eerste-keer/wachtwoord", first_password, name="first_password"),
    path("begeleiders/", people_views.everybody, name="people"),
    path("begeleiders/nieuw", people_views.add, name="person_new"),
    path("begeleiders/<int:user>/", people_views.person, name="person"),
    path("begeleiders/<int:user>/link", people_views.new_link, name="person_link"),
    *(
        path(f"begeleiders/<int:user>/{what}", people_views.change, {"what": what}, name=f"person_{what}")
        for what in people_views.SWITCHES
    ),
    path("inloggen", account.login, name="account_login"),
    path("uitloggen", leave, name="account_logout"),
    path("account/niet-actief", account.account_inactive, name="account_inactive"),
    path("account/nieuw", account.signup, name="account_signup"),
    path("account/bevestigen", account.reauthenticate, name="account_reauthenticate"),
    path("account/wachtwoord", account.password_change, name="account_change_password"),
    path("account/wachtwoord/kiezen", account.password_set, name="account_set_password"),
    # Allauth asks for these names; we send no mail about accounts.
    path("account/mail", to_security, name="account_email"),
    path("account/mail/bevestigen", to_security, name="account_email_verification_sent"),
    path("account/aanmeldingen", own_logins, name="own_logins"),
    path("account/aanmeldingen/elders-uit", log_out_elsewhere, name="log_out_elsewhere"),
    path("account/beveiliging", mfa.index, name="mfa_index"),
    path("inloggen/tweede-stap", mfa.authenticate, name="mfa_authenticate"),
    path("account/bevestigen/code", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/beveiliging/app", totp.activate_totp, name="mfa_activate_totp"),
    path("account/beveiliging/app/uit", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/beveiliging/noodcodes", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "account/beveiliging/noodcodes/nieuw",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("account/beveiliging/sleutels", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("account/beveiliging/sleutels/nieuw", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("account/beveiliging/sleutels/<int:pk>/weg", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("account/beveiliging/sleutels/<int:pk>/naam", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("account/bevestigen/sleutel", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("inloggen/sleutel", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("inloggen/organisatie/geannuleerd", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("inloggen/organisatie/mislukt", social.login_error, name="socialaccount_login_error"),
    path("inloggen/organisatie/gegevens", social.signup, name="socialaccount_signup"),
    path("account/koppelingen", to_security, name="socialaccount_connections"),
    path("inloggen/oidc/<str:provider_id>/login/", by_organisation, name="openid_connect_login"),
    path("inloggen/oidc/<str:provider_id>/login/callback/", openid.callback, name="openid_connect_callback"),
]
