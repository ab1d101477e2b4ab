package graph

import (
	"context"

	"orion/graph/gen/model"
	"orion/internal/kit/i18n"
	"orion/internal/settings"
)

func settingPayload(ctx context.Context, s *settings.Setting, err error) (*model.SettingPayload, error) {
	mistakes, err := userErrors(ctx, err)
	return &model.SettingPayload{Setting: s, UserErrors: mistakes}, err
}

func flagPayload(ctx context.Context, f *settings.Flag, err error) (*model.FeatureFlagPayload, error) {
	mistakes, err := userErrors(ctx, err)
	return &model.FeatureFlagPayload{Flag: f, UserErrors: mistakes}, err
}

func trialPayload(ctx context.Context, t *settings.Trial, err error) (*model.SettingTestPayload, error) {
	mistakes, err := userErrors(ctx, err)
	return &model.SettingTestPayload{Trial: t, UserErrors: mistakes}, err
}

// unitOf is what a number counts, in the language of the request.
func unitOf(ctx context.Context, s *settings.Setting) *string {
	if s.Counts == "" {
		return nil
	}
	return new(i18n.T(ctx, s.Counts))
}
