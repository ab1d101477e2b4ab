package vendor_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/pgtest"
	"orion/internal/vendor"
)

func TestASenderOfMailsIsKnownAtOnce(t *testing.T) {
	t.Parallel()
	s, _ := service(t, pgtest.New(t), nil)
	v := create(t, s, "shop1")
	ctx := fixture.Staff(t, v, enum.PermissionSettingsWrite)
	kept, err := s.Current(ctx)
	require.NoError(t, err)
	require.Nil(t, kept.MailFromName)
	_, err = s.SetMailBranding(ctx, vendor.MailBrandingInput{FromName: ptr("Lumière")})
	require.NoError(t, err)
	kept, err = s.Current(ctx)
	require.NoError(t, err)
	require.Equal(t, "Lumière", *kept.MailFromName)
}
