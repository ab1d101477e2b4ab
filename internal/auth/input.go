// Package auth is who may come in: passwords, sessions, tokens.
package auth

import (
	"time"

	"orion/internal/enum"
	"orion/internal/kit/publicid"
	"orion/internal/viewer"
)

// SignInInput is the graph's input of the same name.
type SignInInput struct {
	Audience viewer.Audience
	Email    string
	Password string
	Vendor   *string
}

// TokenRefreshInput is the graph's input of the same name.
type TokenRefreshInput struct {
	Audience     viewer.Audience
	RefreshToken *string
	Vendor       *string
}

// PasswordResetInput is the graph's input of the same name.
type PasswordResetInput struct {
	Token    string
	Password string
}

// SignInConfirmInput is the graph's input of the same name.
type SignInConfirmInput struct {
	Challenge string
	Code      string
}

// PasswordResetRequestInput is the graph's input of the same name.
type PasswordResetRequestInput struct {
	Audience viewer.Audience
	Email    string
	Vendor   *string
}

// PasswordChangeInput is the graph's input of the same name.
type PasswordChangeInput struct {
	CurrentPassword string
	NewPassword     string
}

// EmailChangeRequestInput is the graph's input of the same name.
type EmailChangeRequestInput struct {
	NewEmail string
	Password string
}

// EmailChangeInput is the graph's input of the same name.
type EmailChangeInput struct {
	Token string
}

// TwoFactorProofInput is the graph's input of the same name.
type TwoFactorProofInput struct {
	Password string
	Code     string
}

// ImpersonationStartInput is the graph's input of the same name.
type ImpersonationStartInput struct {
	VendorID publicid.ID
	Reason   string
	Minutes  int
}

// KeyCreateInput is the graph's ApiKeyCreateInput.
type KeyCreateInput struct {
	Name        string
	Permissions []enum.Permission
	ExpiresAt   *time.Time
}

// KeyWhere is the graph's ApiKeyWhere.
type KeyWhere struct {
	Status []enum.ApiKeyStatus
}

// SessionWhere is the graph's input of the same name. All given conditions must hold.
type SessionWhere struct {
	Audience      []viewer.Audience
	UserID        *publicid.ID
	VendorID      *publicid.ID
	Active        *bool
	Impersonation *bool
}

// TwoFactor is the state of an account's second factor: the graph's type of the same name.
type TwoFactor struct {
	Enabled           bool
	Required          bool
	RecoveryCodesLeft int
}

// Impersonation says who of the staff acts for a vendor: the graph's type of the same name.
type Impersonation struct {
	By     string
	Reason string
	EndsAt time.Time
}
