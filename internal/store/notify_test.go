package store

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNoticesReachThoseWhoWait(t *testing.T) {
	t.Parallel()
	l := &Listener{}
	var heard []string
	l.Watch("session", func(payload string) { heard = append(heard, payload) })
	mine, stop := l.Subscribe("session", "a", "*")
	other, stopOther := l.Subscribe("session", "b", "*")
	defer stopOther()
	told := func(c <-chan struct{}) bool {
		select {
		case <-c:
			return true
		default:
			return false
		}
	}
	l.wake("session:a")
	require.Equal(t, []string{"a"}, heard)
	require.True(t, told(mine))
	require.False(t, told(other), "it was not for them")
	l.wake("session:*")
	l.wake("session:a")
	require.True(t, told(mine))
	require.False(t, told(mine), "many notices are one token")
	require.True(t, told(other))
	l.wakeAll()
	require.True(t, told(mine))
	stop()
	l.wake("session:a")
	require.False(t, told(mine))
	require.Len(t, l.subs, 2, "nobody who left is kept")
}
