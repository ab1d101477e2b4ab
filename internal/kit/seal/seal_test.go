package seal_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/kit/seal"
	"orion/internal/kit/secret"
)

func sealer(t *testing.T, letter string) *seal.Sealer {
	t.Helper()
	root, err := secret.NewRoot(bytes.Repeat([]byte(letter), secret.MinRoot))
	require.NoError(t, err)
	s, err := seal.New(root)
	require.NoError(t, err)
	return s
}

func TestASealOpensForItsOwnerAlone(t *testing.T) {
	t.Parallel()
	s := sealer(t, "a")
	sealed, err := s.Seal([]byte("JBSWY3DP"), "user-1")
	require.NoError(t, err)
	require.NotContains(t, string(sealed), "JBSWY3DP")
	plain, err := s.Open(sealed, "user-1")
	require.NoError(t, err)
	require.Equal(t, "JBSWY3DP", string(plain))

	turned := bytes.Clone(sealed)
	turned[len(turned)-1] ^= 1
	other := bytes.Clone(sealed)
	other[0] = 2
	for name, row := range map[string]struct {
		by     *seal.Sealer
		sealed []byte
		owner  string
	}{
		"another owner":         {s, sealed, "user-2"},
		"nobody":                {s, sealed, ""},
		"another root secret":   {sealer(t, "b"), sealed, "user-1"},
		"one bit turned":        {s, turned, "user-1"},
		"an unknown version":    {s, other, "user-1"},
		"nothing":               {s, nil, "user-1"},
		"cut after the version": {s, sealed[:1], "user-1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := row.by.Open(row.sealed, row.owner)
			require.Error(t, err)
		})
	}
}

func TestTheSameSecretLooksDifferentEachTime(t *testing.T) {
	t.Parallel()
	s := sealer(t, "a")
	one, err := s.Seal([]byte("x"), "o")
	require.NoError(t, err)
	two, err := s.Seal([]byte("x"), "o")
	require.NoError(t, err)
	require.NotEqual(t, one, two)
}
