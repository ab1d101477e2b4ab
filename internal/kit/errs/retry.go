package errs

import (
	"math"
	"time"
)

const tryAgain = "too much at once: try again in %d seconds"

// TryAgain returns the THROTTLED that says how long to wait, in whole seconds and at least
// one.
func TryAgain(wait time.Duration) *Error {
	return New(Throttled, tryAgain, max(1, int(math.Ceil(wait.Seconds()))))
}

// RetryAfter returns how many seconds to wait where that is what e says, else 0.
func (e *Error) RetryAfter() int {
	if e.Code != Throttled || e.Format != tryAgain {
		return 0
	}
	n, _ := e.Args[0].(int)
	return n
}
