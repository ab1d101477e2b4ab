package worker

import "orion/internal/kit/failpoint"

// The places where a worker that is killed leaves a message half told. The test of them
// kills a program at each.
var (
	mailSent    = failpoint.New("worker: mail sent, job not done")
	webhookSent = failpoint.New("worker: webhook sent, job not done")
	eventTold   = failpoint.New("worker: event told, job not done")
)
