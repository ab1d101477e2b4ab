package elastic

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/elastic/elastic-transport-go/v8/elastictransport"
	"github.com/elastic/go-elasticsearch/v8/esapi"

	"orion/internal/search"
)

// How long an answer may take where whoever asks does not say less, and how large it may
// be.
const (
	searchTime = 5 * time.Second
	writeTime  = 30 * time.Second
	mostAnswer = 64 << 20
)

// product is what Elasticsearch calls itself in a header of every answer. Servers that
// look alike do not, and differ where it matters.
const product = "Elasticsearch"

// A Fault is an answer that the cluster refused with.
type Fault struct {
	Status       int
	Type, Reason string
}

// Error implements error.
func (f *Fault) Error() string {
	return fmt.Sprintf("elasticsearch answered %d %s %s", f.Status, f.Type, f.Reason)
}

// Is makes a Fault of a missing index search.ErrMissing.
func (f *Fault) Is(target error) bool {
	return target == search.ErrMissing && f.Status == http.StatusNotFound && f.Type == "index_not_found_exception"
}

// newTransport does not try again by itself: Postgres answers shoppers meanwhile, and what
// was not written is written with the next changes.
func newTransport(address string) (*elastictransport.Client, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return nil, errors.New("the address of Elasticsearch cannot be read") // it may hold a password
	}
	wire := http.DefaultTransport.(*http.Transport).Clone()
	wire.MaxIdleConnsPerHost, wire.ResponseHeaderTimeout = 32, writeTime
	t, err := elastictransport.NewClient(elastictransport.WithURLs(u), elastictransport.WithTransport(wire), elastictransport.WithDisableRetry())
	if err != nil {
		return nil, fmt.Errorf("set up the client of Elasticsearch: %w", err)
	}
	return t, nil
}

// do sends a request and reads its answer; into may be nil.
func (e *Engine) do(ctx context.Context, wait time.Duration, req esapi.Request, into any) error {
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	res, err := req.Do(ctx, e.transport)
	if err != nil {
		return fmt.Errorf("ask elasticsearch: %w", err)
	}
	defer func() { _ = res.Body.Close() }() // what was read is what matters
	body, err := io.ReadAll(io.LimitReader(res.Body, mostAnswer))
	if err != nil {
		return fmt.Errorf("read the answer of elasticsearch: %w", err)
	}
	if res.IsError() {
		return fault(res, body)
	}
	if res.Header.Get("X-Elastic-Product") != product {
		return errors.New("what answers is not Elasticsearch")
	}
	if into == nil {
		return nil
	}
	if err := json.Unmarshal(body, into); err != nil {
		return fmt.Errorf("read the answer of elasticsearch: %w", err)
	}
	return nil
}

// fault reads why a request was refused. A proxy in between answers in words of its own.
func fault(res *esapi.Response, body []byte) error {
	var said struct{ Error why }
	out := &Fault{Status: res.StatusCode}
	if res.Header.Get("X-Elastic-Product") == product && json.Unmarshal(body, &said) == nil {
		out.Type, out.Reason = said.Error.Type, said.Error.Reason
	}
	return out
}

// A why is what the cluster says of an error.
type why struct{ Type, Reason string }
