package enum

import "io"

// ApiKeyStatus is whether an API key works.
type ApiKeyStatus string

// The values of ApiKeyStatus.
const (
	ApiKeyStatusActive   ApiKeyStatus = "ACTIVE"
	ApiKeyStatusRetiring ApiKeyStatus = "RETIRING"
	ApiKeyStatusExpired  ApiKeyStatus = "EXPIRED"
	ApiKeyStatusRevoked  ApiKeyStatus = "REVOKED"
)

var apiKeyStatusValues = []ApiKeyStatus{
	ApiKeyStatusActive, ApiKeyStatusRetiring, ApiKeyStatusExpired, ApiKeyStatusRevoked,
}

// Values implements ent's EnumValues.
func (ApiKeyStatus) Values() []string { return values(apiKeyStatusValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (a ApiKeyStatus) MarshalGQL(w io.Writer) { marshal(w, a) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (a *ApiKeyStatus) UnmarshalGQL(v any) error { return unmarshal(a, apiKeyStatusValues, v) }

// InvitationStatus is whether an invitation can be accepted.
type InvitationStatus string

// The values of InvitationStatus.
const (
	InvitationStatusPending  InvitationStatus = "PENDING"
	InvitationStatusExpired  InvitationStatus = "EXPIRED"
	InvitationStatusAccepted InvitationStatus = "ACCEPTED"
	InvitationStatusRevoked  InvitationStatus = "REVOKED"
)

var invitationStatusValues = []InvitationStatus{
	InvitationStatusPending, InvitationStatusExpired, InvitationStatusAccepted, InvitationStatusRevoked,
}

// Values implements ent's EnumValues.
func (InvitationStatus) Values() []string { return values(invitationStatusValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (i InvitationStatus) MarshalGQL(w io.Writer) { marshal(w, i) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (i *InvitationStatus) UnmarshalGQL(v any) error { return unmarshal(i, invitationStatusValues, v) }

// UserState is whether an account can be used.
type UserState string

// The values of UserState.
const (
	UserStateActive   UserState = "ACTIVE"
	UserStateInvited  UserState = "INVITED"
	UserStateDisabled UserState = "DISABLED"
)

var userStateValues = []UserState{
	UserStateActive, UserStateInvited, UserStateDisabled,
}

// Values implements ent's EnumValues.
func (UserState) Values() []string { return values(userStateValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (u UserState) MarshalGQL(w io.Writer) { marshal(w, u) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (u *UserState) UnmarshalGQL(v any) error { return unmarshal(u, userStateValues, v) }

// UserAction is what is done to many users at once.
type UserAction string

// The values of UserAction.
const (
	UserActionDeactivate     UserAction = "DEACTIVATE"
	UserActionReactivate     UserAction = "REACTIVATE"
	UserActionResetTwoFactor UserAction = "RESET_TWO_FACTOR"
	UserActionRevokeSessions UserAction = "REVOKE_SESSIONS"
)

var userActionValues = []UserAction{
	UserActionDeactivate, UserActionReactivate, UserActionResetTwoFactor, UserActionRevokeSessions,
}

// Values implements ent's EnumValues.
func (UserAction) Values() []string { return values(userActionValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (u UserAction) MarshalGQL(w io.Writer) { marshal(w, u) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (u *UserAction) UnmarshalGQL(v any) error { return unmarshal(u, userActionValues, v) }
