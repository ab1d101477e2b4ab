// Package auth is who may come in: passwords, sessions, tokens.
package auth

import "orion/internal/viewer"

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
