package gtin_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/kit/gtin"
)

func TestValid(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]bool{
		"": false, "4006381333931": true, "4006381333932": false, "036000291452": true, "96385074": true,
		"14006381333938": true, "400638133393": false, "40063813339a1": false, "123": false, "0": false,
	} {
		require.Equal(t, want, gtin.Valid(s), s)
	}
}

func TestFromISBN10(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{"316148410X": "9783161484100", "3161484100": "", "080442957X": "9780804429573", "3161484101": "", "31614841": "", "abcdefghij": ""} {
		require.Equal(t, want, gtin.FromISBN10(s), s)
	}
}

func TestRestricted(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]bool{"2000000000008": true, "0212345678901": true, "4006381333931": false, "20000004": true, "96385074": false} {
		require.Equal(t, want, gtin.Restricted(s), s)
	}
}
