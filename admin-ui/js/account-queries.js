// A person's own account, the same in both consoles: second factor, password, address, sessions, links that came by mail.
import { operation } from '/assets/shared/js/api-client.js';

export const SECURITY = operation(`query Security {
  viewer {
    email pendingEmail twoFactor { enabled required recoveryCodesLeft }
    sessions(first: 50) { nodes { id device address createdAt lastUsedAt current vendor { name } } pageInfo { hasNextPage } }
  }
}`);

export const SESSION_SWITCH = operation(`mutation SessionSwitch($vendor: String!) {
  sessionSwitch(vendor: $vendor) { expiresAt userErrors { code message path } }
}`);

export const SESSION_REVOKE = operation(`mutation SessionRevoke($id: ID!) {
  sessionRevoke(id: $id) { session { id } userErrors { code message path } }
}`);

export const SESSIONS_REVOKE_OTHERS = operation(`mutation SessionsRevokeOthers {
  sessionsRevokeOthers { revoked userErrors { code message path } }
}`);

export const TWO_FACTOR_BEGIN = operation(`mutation TwoFactorBegin($password: String!) {
  twoFactorBegin(password: $password) { secret uri qrCode userErrors { code message path } }
}`);

export const TWO_FACTOR_CONFIRM = operation(`mutation TwoFactorConfirm($code: String!) {
  twoFactorConfirm(code: $code) { recoveryCodes userErrors { code message path } }
}`);

export const TWO_FACTOR_DISABLE = operation(`mutation TwoFactorDisable($input: TwoFactorProofInput!) {
  twoFactorDisable(input: $input) { userErrors { code message path } }
}`);

export const RECOVERY_CODES_RENEW = operation(`mutation RecoveryCodesRenew($input: TwoFactorProofInput!) {
  recoveryCodesRenew(input: $input) { recoveryCodes userErrors { code message path } }
}`);

export const PASSWORD_CHANGE = operation(`mutation PasswordChange($input: PasswordChangeInput!) {
  passwordChange(input: $input) { userErrors { code message path } }
}`);

export const PASSWORD_RESET_REQUEST = operation(`mutation PasswordResetRequest($input: PasswordResetRequestInput!) {
  passwordResetRequest(input: $input) { userErrors { code message path } }
}`);

export const EMAIL_CHANGE_REQUEST = operation(`mutation EmailChangeRequest($input: EmailChangeRequestInput!) {
  emailChangeRequest(input: $input) { userErrors { code message path } }
}`);

export const EMAIL_CHANGE = operation(`mutation EmailChange($input: EmailChangeInput!) {
  emailChange(input: $input) { email userErrors { code message path } }
}`);

export const INVITATION = operation(`query Invitation($token: String!) {
  invitation(token: $token) { email vendor { name slug } roleName hasAccount expiresAt }
}`);

export const INVITATION_ACCEPT = operation(`mutation InvitationAccept($input: InvitationAcceptInput!) {
  invitationAccept(input: $input) { email vendor { slug } userErrors { code message path } }
}`);
