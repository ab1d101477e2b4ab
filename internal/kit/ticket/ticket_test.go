package ticket_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"orion/internal/kit/ticket"
)

func TestTicket(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_000_000, 0)
	key := ticket.Key("a key")
	expires := ticket.Expires(now.Add(time.Minute))
	good := key.Sign(expires, "thing", "owner")
	for name, tc := range map[string]struct {
		key       ticket.Key
		at        time.Time
		signature string
		expires   string
		parts     []string
		want      error
	}{
		"as it was signed":       {key, now, good, expires, []string{"thing", "owner"}, nil},
		"the last moment":        {key, now.Add(time.Minute - 1), good, expires, []string{"thing", "owner"}, nil},
		"its time is over":       {key, now.Add(time.Minute), good, expires, []string{"thing", "owner"}, ticket.ErrExpired},
		"more time":              {key, now, good, expires + "0", []string{"thing", "owner"}, ticket.ErrForged},
		"no time, signed":        {key, now, key.Sign("soon", "thing"), "soon", []string{"thing"}, ticket.ErrExpired},
		"another thing":          {key, now, good, expires, []string{"other", "owner"}, ticket.ErrForged},
		"parts moved together":   {key, now, good, expires, []string{"thingowner", ""}, ticket.ErrForged},
		"a part less":            {key, now, good, expires, []string{"thing"}, ticket.ErrForged},
		"no signature":           {key, now, "", expires, []string{"thing", "owner"}, ticket.ErrForged},
		"another key":            {ticket.Key("other"), now, good, expires, []string{"thing", "owner"}, ticket.ErrForged},
		"parts in another order": {key, now, good, expires, []string{"owner", "thing"}, ticket.ErrForged},
	} {
		require.ErrorIs(t, tc.key.Check(tc.at, tc.signature, tc.expires, tc.parts...), tc.want, name)
	}
}
