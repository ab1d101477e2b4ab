package auth

import (
	"orion/internal/store"
	"orion/internal/viewer"
)

// Changes returns a channel that gets a token when something may have changed of what the
// viewer came in by, a session or an API key, also where another process changed it: the
// time to Authenticate again. Call stop in the end. To a viewer who came in by nothing
// there is nothing to say.
func Changes(l *store.Listener, v *viewer.Viewer) (notices <-chan struct{}, stop func()) {
	if v == nil {
		return nil, func() {}
	}
	return l.Subscribe(topic, v.SessionID.String(), v.KeyID.String(), all)
}
