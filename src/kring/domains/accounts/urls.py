"""Addresses of accounts: nouns, and UUIDs only. The one exception is a letter's code, which opens nothing by itself."""

from django.urls import path

from kring.domains.accounts.views import account, desk, letters, signing

app_name = "accounts"

urlpatterns = [
    path("sign-in/", signing.sign_in, name="sign-in"),
    path("sign-in/second-step/", signing.second_step, name="second-step"),
    path("sign-in/passkey/", signing.passkey, name="passkey"),
    path("sign-in/passkey/options/", signing.passkey_options, name="passkey-options"),
    path("sign-out/", signing.sign_out, name="sign-out"),
    path("account/", account.account, name="account"),
    path("account/caps/", account.caps, name="caps"),
    path("account/devices/", account.devices, name="devices"),
    path("account/proof/", account.proof, name="proof"),
    path("account/proof/passkey/options/", account.proof_options, name="proof-options"),
    path("account/proof/passkey/", account.proof_by_passkey, name="proof-passkey"),
    path("account/second-factor/", account.second_factor, name="second-factor"),
    path("account/second-factor/removal/", account.removal, name="factor-removal"),
    path("account/passkeys/", account.passkeys, name="passkeys"),
    path("account/passkeys/options/", account.passkey_options, name="new-passkey-options"),
    path("account/authenticator/", account.authenticator, name="authenticator"),
    path("account/recovery-codes/", account.recovery_codes, name="recovery-codes"),
    path("account/password/", account.password, name="password"),
    path("account/recovery/<uuid:invitation_id>/end/", account.recovery_stop, name="recovery-stop"),
    path("i/<slug:code>/", letters.letter, name="letter-link"),
    path("invitation/", letters.letter, name="letter"),
    path("invitation/proof/", letters.letter_proof, name="letter-proof"),
    path("invitation/proof/mail/", letters.letter_mail, name="letter-mail"),
    path("invitation/account/", letters.letter_account, name="letter-account"),
    path("invitation/account/passkey/options/", letters.letter_passkey_options, name="letter-passkey-options"),
    path("invitations/", desk.desk, name="desk"),
    path("invitations/letters/", desk.desk_letters, name="desk-letters"),
    path("invitations/claims/<uuid:claim_id>/", desk.desk_claim, name="desk-claim"),
    path("invitations/<uuid:invitation_id>/approval/", desk.desk_approval, name="desk-approval"),
    path("invitations/<uuid:invitation_id>/end/", desk.desk_stop, name="desk-stop"),
]
