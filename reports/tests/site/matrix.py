"""Who may ask for what, at every URL of the site. A new URL without a row here fails the tests.

Each row: the URL's name, what a GET is answered with, what a POST with no data is answered with, for these people in
this order: anonymous, focal point of Ninh Kiều (whose things the URL is about), focal point of Ô Môn (who received the
same letter), officer of another department, leader of the city, officer of the issuing department, administrator.

    2 shown (200)          3 led elsewhere (302)     L led to the sign-in page
    F may look, not act (403)   N knows of nothing (404)   M not a way to ask (405)   U not signed in (401)
"""

STATUS = {"2": "200", "3": "302", "L": "login", "F": "403", "N": "404", "M": "405", "U": "401"}

ROWS = """
account_change_password                L222222 L222222
account_confirm_email                  2222222 NNNNNNN
account_confirm_login_code             L333333 L333333
account_email                          L222222 L333333
account_email_verification_sent        2222222 MMMMMMM
account_inactive                       2222222 MMMMMMM
account_login                          2333333 2333333
account_logout                         L222222 LLLLLLL
account_reauthenticate                 L222222 L222222
account_request_login_code             2333333 2333333
account_reset_password                 2222222 2222222
account_reset_password_done            2222222 MMMMMMM
account_reset_password_from_key        2222222 2222222
account_reset_password_from_key_done   2222222 MMMMMMM
account_set_password                   L333333 L333333
account_signup                         2333333 2333333
directives:add-unit                    LFFNF22 LFFNF22
directives:address-works               LMMMMMM LFFNF33
directives:campaign                    L22N222 MMMMMMM
directives:campaign-accepting          LFFNF22 LFFNF33
directives:campaign-choose             LNNNN22 LNNNN22
directives:campaign-close              LFFNF22 LFFNF33
directives:campaign-ladder             LFFNF22 LFFNF22
directives:campaign-list               L222222 MMMMMMM
directives:campaign-new                LFF2F22 LFF2F22
directives:check                       LNNNN22 LNNNN22
directives:choose                      LNNNN22 LNNNN22
directives:detail                      L33N222 MMMMMMM
directives:discard                     LNNNN22 LNNNN22
directives:discarded                   LFF2F22 MMMMMMM
directives:exempt                      LFFNF22 LFFNF22
directives:extend                      LFFNF22 LFFNF22
directives:file                        L22N222 MMMMMMM
directives:inbox                       L222222 LMMMMMM
directives:inbox-message               L2NNNNN LMMMMMM
directives:inbox-read                  LMMMMMM L333333
directives:issue                       MMMMMMM 3NNNN33
directives:ladder                      LFFNF22 LFFNF22
directives:ladder-withdraw             LMMMMMM LNNNN33
directives:list                        L222222 MMMMMMM
directives:log                         LFFN222 MMMMMMM
directives:mail-receipt                NNNNNNN NNNNNNN
directives:mail-report                 MMMMMMM NNNNNNN
directives:new                         LFF2F22 LFF2F22
directives:outbox                      LNNNNN2 LNNNNN2
directives:outbox-mail                 LNNNNN2 LNNNNN2
directives:outbox-mail-html            LNNNNN2 LNNNNN2
directives:preferences                 L222222 L222222
directives:preview                     LNNNN22 MMMMMMM
directives:recall                      LFFNF22 LFFNF22
directives:recipients                  LNNNN22 LNNNN33
directives:redirect                    LFFNF22 LFFNF22
directives:rehearsal                   LFF2F22 MMMMMMM
directives:rehearsal-mail              LFFNFNN MMMMMMM
directives:rehearsal-mail-html         LFFNFNN MMMMMMM
directives:reminders                   LFFNF22 LFFNF22
directives:restore                     MMMMMMM LNNNN33
directives:unsubscribe                 NNNNNNN NNNNNNN
directives:workday-move                LMMMMMM LFF3F33
directives:workdays                    L222222 LFF2F22
directives:workdays-fetch              LMMMMMM LFF3F33
ground:style                           LNNNNN2 MMMMMMM
materials:campaign-materials           LFFNF22 LFFNF22
materials:library                      L222222 L222222
materials:material-withdraw            LFFNF22 LFFNF33
materials:version-download             L22N222 LMMMMMM
materials:version-new                  LFFNF22 LFFNF22
mfa_activate_totp                      L333333 L333333
mfa_authenticate                       L333333 L333333
mfa_deactivate_totp                    LNNNNNN LNNNNNN
mfa_download_recovery_codes            LNNNNNN LNNNNNN
mfa_generate_recovery_codes            L333333 L333333
mfa_index                              L222222 LMMMMMM
mfa_reauthenticate                     L333333 L333333
mfa_view_recovery_codes                LNNNNNN LMMMMMM
reports:action-draft                   MMMMMMM L2NNFFF
reports:action-edit                    L3NNFFF L2NNFFF
reports:action-edit-draft              MMMMMMM L2NNFFF
reports:action-new                     L3NNFFF L2NNFFF
reports:action-withdraw                L3NNFFF L3NNFFF
reports:api-description                L222222 MMMMMMM
reports:api-docs                       L222222 MMMMMMM
reports:calendar                       L222222 L222222
reports:calendar-file                  NNNNNNN MMMMMMM
reports:calendar-renew                 LMMMMMM L3NNNNN
reports:calendar-revoke                LMMMMMM L3NNNNN
reports:call-take-back                 LMMMMMM LFNNF33
reports:claim                          LNFNF22 MMMMMMM
reports:claim-confirm                  LNFNF33 LNFNF33
reports:claim-refuse                   LNFNF22 LNFNF22
reports:claims                         LFF2F22 MMMMMMM
reports:delivery                       L2NN222 MMMMMMM
reports:delivery-agree                 LFNNF33 LFNNF33
reports:delivery-ask                   L2NNFFF L2NNFFF
reports:delivery-below                 L2NN222 MMMMMMM
reports:delivery-below-calls           L2NN222 L2NNFFF
reports:delivery-below-refusal         LNNNNNN LNNNNNN
reports:delivery-below-take-back       L3NNFFF L3NNFFF
reports:delivery-call                  LFNN222 LFNNF22
reports:delivery-file                  L2NN222 MMMMMMM
reports:delivery-receive               L3NNFFF L3NNFFF
reports:delivery-refuse                L3NNFFF L2NNFFF
reports:delivery-reply                 L2NNFFF MMMMMMM
reports:delivery-relay                 L2NNFFF L2NNFFF
reports:delivery-report                L2NNFFF L2NNFFF
reports:delivery-workbook-file         L2NNFFF MMMMMMM
reports:directive-calls                LFFN222 LFFNF22
reports:directive-summary              L33N222 MMMMMMM
reports:evidence                       L2NN222 MMMMMMM
reports:export-aliases                 LFF2F22 MMMMMMM
reports:export-below                   L2NN222 MMMMMMM
reports:export-below-calls             L2NN222 MMMMMMM
reports:export-calls                   LFFN222 MMMMMMM
reports:export-campaign-materials      LFFNF22 MMMMMMM
reports:export-campaigns               L222222 MMMMMMM
reports:export-claims                  LFF2F22 MMMMMMM
reports:export-deliveries              LFFN222 MMMMMMM
reports:export-discarded               LFF2F22 MMMMMMM
reports:export-faqs                    LFFNF22 MMMMMMM
reports:export-hand-reminders          LFFNF22 MMMMMMM
reports:export-inbox                   L222222 MMMMMMM
reports:export-letters                 L222222 MMMMMMM
reports:export-log                     LFFN222 MMMMMMM
reports:export-materials               L222222 MMMMMMM
reports:export-my-work                 L222222 MMMMMMM
reports:export-outbox                  LNNNNN2 MMMMMMM
reports:export-people                  L222222 MMMMMMM
reports:export-phrases                 LFF2F22 MMMMMMM
reports:export-questions               L222222 MMMMMMM
reports:export-rehearsal               LFF2F22 MMMMMMM
reports:export-reminders               LFFNF22 MMMMMMM
reports:export-reviews                 LFF2F22 MMMMMMM
reports:export-summary-actions         L33N222 MMMMMMM
reports:export-summary-evidence        L33N222 MMMMMMM
reports:export-summary-obligations     L33N222 MMMMMMM
reports:export-summary-units           L33N222 MMMMMMM
reports:export-units                   L222222 MMMMMMM
reports:export-workdays                L222222 MMMMMMM
reports:faq-edit                       LFFNF22 LFFNF22
reports:faq-new                        LFFNF22 LFFNF22
reports:faq-withdraw                   MMMMMMM LFFNF33
reports:faqs                           LFFNF22 MMMMMMM
reports:home                           L333333 MMMMMMM
reports:link                           L2NN222 MMMMMMM
reports:link-file                      L2NN222 MMMMMMM
reports:my-work                        L222222 MMMMMMM
reports:obligation                     L2NN222 MMMMMMM
reports:obligation-below-confirm       LFNNFFF LFNNFFF
reports:obligation-below-return        LFNNFFF LFNNFFF
reports:obligation-ask                 L2NNFFF L2NNFFF
reports:obligation-claim               L2NNFFF L2NNFFF
reports:obligation-declare             L3NNFFF L3NNFFF
reports:obligation-take-back           L3NNFFF L3NNFFF
reports:offline                        2222222 MMMMMMM
reports:phrase-withdraw                MMMMMMM LNNNN33
reports:phrases                        LFF2F22 MMMMMMM
reports:question                       L2NN222 L2NNF22
reports:question-close                 MMMMMMM L3NNF33
reports:question-pass-on               MMMMMMM LFNNFFF
reports:question-publish               LFNNF22 LFNNF22
reports:questions                      L222222 MMMMMMM
reports:relation                       LNNNN22 LNNNN22
reports:report-file                    L2NN222 MMMMMMM
reports:review                         LFNNF22 MMMMMMM
reports:review-accept                  LFNNF33 LFNNF33
reports:review-ask                     LFNNF33 LFNNF22
reports:review-return                  LFNNF33 LFNNF22
reports:reviews                        LFF2F22 MMMMMMM
reports:reviews-accept                 LFF3F33 LFF3F33
reports:summary                        L332333 MMMMMMM
reports:summary-actions                L33N222 MMMMMMM
reports:summary-obligations            L33N222 MMMMMMM
reports:summary-units                  L33N222 MMMMMMM
reports:supersede                      LFFNF22 LFFNF22
reports:ticket                         2222222 MMMMMMM
reports:upload                         L2NNFFF MMMMMMM
reports:worker-file                    2222222 MMMMMMM
reports:workbook                       L222F22 L222F22
reports:workbook-check                 L2NNNNN L3NNNNN
reports:workbook-faults-file           L2NNNNN MMMMMMM
reports:workbook-file                  L223F33 MMMMMMM
socialaccount_connections              L222222 L222222
socialaccount_login_cancelled          2222222 MMMMMMM
socialaccount_login_error              UUUUUUU MMMMMMM
socialaccount_signup                   LLLLLLL LLLLLLL
units:alias-list                       LFF2F22 LMMMMMM
units:alias-withdraw                   LMMMMMM LNNNN33
units:membership-end                   LFNNF22 LFNNF33
units:membership-invite                LMMMMMM LFNNF33
units:person-list                      L222222 L222222
units:person-new                       LFNNF22 LFNNF22
units:token-all                        LNNNNN2 LMMMMMM
units:token-list                       L222222 L222222
units:token-revoke                     LMMMMMM L3NNNN3
units:unit-confirm                     LMMMMMM LFNNF33
units:unit-detail                      L2NN222 L2NN222
units:unit-edit                        LFNNF22 LFNNF22
units:unit-list                        L222222 L222222
units:unit-new                         LFF2F22 LFF2F22
"""


def matrix() -> dict[str, dict[str, str]]:
    """URL name → method → the expected verdicts, as `walk` writes them."""
    found = {}
    for line in ROWS.strip().splitlines():
        name, get, post = line.split()
        found[name] = {
            method: " ".join(STATUS[sign] for sign in signs) for method, signs in (("get", get), ("post", post))
        }
    return found
