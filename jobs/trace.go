package jobs

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/riverqueue/river/rivertype"

	"orion/internal/kit/tracing"
)

// carrier has jobs remember the trace that they were queued in.
type carrier struct{}

// traceKey is where in the metadata of a job the trace is.
const traceKey = "traceparent"

// IsMiddleware implements rivertype.Middleware.
func (carrier) IsMiddleware() bool { return true }

// InsertMany implements rivertype.JobInsertMiddleware.
func (carrier) InsertMany(ctx context.Context, all []*rivertype.JobInsertParams, do func(context.Context) ([]*rivertype.JobInsertResult, error)) ([]*rivertype.JobInsertResult, error) {
	if at := tracing.Carry(ctx); at != "" {
		for _, job := range all {
			var err error
			if job.Metadata, err = noted(job.Metadata, at); err != nil {
				return nil, err
			}
		}
	}
	return do(ctx)
}

func noted(metadata []byte, at string) ([]byte, error) {
	all := map[string]json.RawMessage{}
	if len(metadata) > 0 {
		if err := json.Unmarshal(metadata, &all); err != nil {
			return nil, fmt.Errorf("read what is noted of a job: %w", err)
		}
	}
	all[traceKey] = json.RawMessage(`"` + at + `"`)
	return json.Marshal(all)
}

// QueuedIn is the traceparent of the trace that a job was queued in; "" for none.
func QueuedIn(job *rivertype.JobRow) string {
	var noted struct {
		At string `json:"traceparent"`
	}
	if json.Unmarshal(job.Metadata, &noted) != nil {
		return "" // metadata of others' making say nothing of traces
	}
	return noted.At
}
