// The team of a vendor: members, roles, invitations.
import { operation } from '/assets/shared/js/api-client.js';

const MEMBER = `fragment MemberRow on Member { id email name permissions twoFactorEnabled lastSignInAt createdAt you role { id name template } }`;

const ROLE = `fragment RoleRow on Role { id name description permissions template fixed memberCount }`;

const INVITATION = `fragment InvitationRow on Invitation { id email status invitedBy createdAt expiresAt role { id name template } }`;

export const MEMBERS = operation(`query Members($first: Int, $after: String) {
  vendor {
    permissions { permission group description }
    roles { nodes { id name description permissions template fixed } }
    members(first: $first, after: $after) { nodes { ...MemberRow } pageInfo { hasNextPage endCursor } count { value precision } }
  }
}
${MEMBER}`);

export const MEMBER_ROLE_SET = operation(`mutation MemberRoleSet($id: ID!, $roleId: ID!) {
  memberRoleSet(id: $id, roleId: $roleId) { member { ...MemberRow } userErrors { code message path } }
}
${MEMBER}`);

export const MEMBER_REMOVE = operation(`mutation MemberRemove($id: ID!) {
  memberRemove(id: $id) { deletedId userErrors { code message path } }
}`);

export const MEMBER_LEAVE = operation(`mutation MemberLeave {
  memberLeave { deletedId userErrors { code message path } }
}`);

export const ROLES = operation(`query Roles($first: Int, $after: String) {
  vendor {
    permissions { permission group description }
    roles(first: $first, after: $after) { nodes { ...RoleRow } pageInfo { hasNextPage endCursor } count { value precision } }
  }
}
${ROLE}`);

export const ROLE_CREATE = operation(`mutation RoleCreate($input: RoleInput!) {
  roleCreate(input: $input) { role { ...RoleRow } userErrors { code message path } }
}
${ROLE}`);

export const ROLE_UPDATE = operation(`mutation RoleUpdate($id: ID!, $input: RoleInput!) {
  roleUpdate(id: $id, input: $input) { role { ...RoleRow } userErrors { code message path } }
}
${ROLE}`);

export const ROLE_DELETE = operation(`mutation RoleDelete($id: ID!) {
  roleDelete(id: $id) { deletedId userErrors { code message path } }
}`);

export const INVITATIONS = operation(`query Invitations($first: Int, $after: String, $where: InvitationWhere) {
  vendor {
    roles { nodes { id name description permissions template fixed } }
    invitations(first: $first, after: $after, where: $where) { nodes { ...InvitationRow } pageInfo { hasNextPage endCursor } count { value precision } }
  }
}
${INVITATION}`);

export const MEMBER_INVITE = operation(`mutation MemberInvite($input: MemberInviteInput!) {
  memberInvite(input: $input) { invitation { ...InvitationRow } userErrors { code message path } }
}
${INVITATION}`);

export const INVITATION_RESEND = operation(`mutation InvitationResend($id: ID!) {
  invitationResend(id: $id) { invitation { ...InvitationRow } userErrors { code message path } }
}
${INVITATION}`);

export const INVITATION_REVOKE = operation(`mutation InvitationRevoke($id: ID!) {
  invitationRevoke(id: $id) { invitation { ...InvitationRow } userErrors { code message path } }
}
${INVITATION}`);
