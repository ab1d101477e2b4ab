package ratelimit

import "time"

// Patient makes a Redis wait as long as a busy machine takes, for tests of what it decides.
func Patient(r *Redis) *Redis {
	r.patience = time.Minute
	return r
}
