// Package elastic is the search engine of many machines: an Elasticsearch cluster that all
// processes ask and write.
//
// All vendors share one index, whose name ends in the version of its mapping. A document
// is routed by its vendor, and carries the vendor and a generation. What is in use of a
// vendor is an alias, which filters both; an index is built anew as another generation and
// put into use by moving the alias. No request relies on the alias alone: each names the
// vendor's routing, and each that finds something the vendor as well.
package elastic

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/elastic/elastic-transport-go/v8/elastictransport"
	"github.com/elastic/go-elasticsearch/v8/esapi"
	"github.com/google/uuid"

	"orion/internal/kit/tenant"
	"orion/internal/search"
)

// Options say where the cluster is.
type Options struct {
	// URL is http://user:password@host:9200 or the like.
	URL string
	// Prefix begins the names of indexes and aliases, for several platforms in one
	// cluster. Empty: orion-products.
	Prefix string
	Log    *slog.Logger
}

// An Engine asks a cluster.
type Engine struct {
	transport *elastictransport.Client
	prefix    string
	log       *slog.Logger
}

// New returns an Engine. It does not ask the cluster for anything: the platform starts
// without it.
func New(o Options) (*Engine, error) {
	t, err := newTransport(o.URL)
	if err != nil {
		return nil, err
	}
	if o.Prefix == "" {
		o.Prefix = "orion-products"
	}
	return &Engine{transport: t, prefix: o.Prefix, log: o.Log}, nil
}

// Name implements search.Engine.
func (*Engine) Name() string { return "elasticsearch" }

// Close implements search.Engine.
func (*Engine) Close() error { return nil }

// Ready returns why the cluster cannot be worked with, nil where it can.
func (e *Engine) Ready(ctx context.Context) error {
	var health struct{ Status string }
	err := e.do(ctx, searchTime, esapi.ClusterHealthRequest{}, &health)
	if err == nil && health.Status == "red" {
		err = errors.New("elasticsearch says that it is red")
	}
	return err
}

// index is the one that all vendors are in.
func (e *Engine) index() string { return e.prefix + "-" + mappingVersion }

// alias names what is in use of a vendor.
func (e *Engine) alias(vendor uuid.UUID) string {
	return e.prefix + "-" + strings.ReplaceAll(tenant.Key(vendor), "/", "-")
}

// next names what is built of a vendor.
func (e *Engine) next(vendor uuid.UUID) string { return e.alias(vendor) + "-next" }

func routing(vendor uuid.UUID) string { return tenant.Key(vendor) }

// Index implements search.Engine. Whoever asks next finds it: the answer waits for that.
func (e *Engine) Index(ctx context.Context, vendor uuid.UUID, put []*search.Document, gone []uuid.UUID) error {
	current, next, err := e.places(ctx, vendor)
	if err != nil {
		return err
	}
	if next != nil {
		if err := e.write(ctx, batch{vendor, e.next(vendor), next.generation, false}, put, gone); err != nil {
			return err
		}
	}
	if current == nil {
		return search.ErrMissing
	}
	return e.write(ctx, batch{vendor, e.alias(vendor), current.generation, true}, put, gone)
}

// Count implements search.Engine.
func (e *Engine) Count(ctx context.Context, vendor uuid.UUID) (int, error) {
	var got struct{ Count int }
	err := e.do(ctx, searchTime, esapi.CountRequest{
		Index: []string{e.alias(vendor)}, Routing: []string{routing(vendor)}, Body: body(obj{"query": all(ofVendor(vendor))}),
	}, &got)
	if err != nil {
		return 0, fmt.Errorf("count documents: %w", err)
	}
	return got.Count, nil
}
