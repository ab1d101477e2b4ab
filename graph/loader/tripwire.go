package loader

import (
	"context"
	"fmt"
	"log/slog"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"

	"orion/internal/viewer"
)

// A Tripwire lies behind all walls around a vendor: a row of another vendor that comes
// this far is a mistake of the program. It stops the row and raises an alarm, an error
// in the log and orion_isolation_tripwire_total.
type Tripwire struct {
	log     *slog.Logger
	tripped *prometheus.CounterVec
}

// NewTripwire returns a Tripwire that counts what it stops by kind of row.
func NewTripwire(log *slog.Logger, to prometheus.Registerer) *Tripwire {
	w := &Tripwire{log: log, tripped: prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "orion_isolation_tripwire_total",
		Help: "Rows of another vendor that came through all walls and were stopped before the answer, by kind. Anything above 0 is an emergency.",
	}, []string{"kind"})}
	to.MustRegister(w.tripped)
	return w
}

// owned are rows that belong to a vendor, and vendors.
type owned interface{ OwnedBy() uuid.UUID }

// Stops reports whether the row is not of the viewer's vendor, and raises the alarm if so.
// To the platform's staff no vendor is another.
func (w *Tripwire) Stops(ctx context.Context, v *viewer.Viewer, row any) bool {
	o, ok := row.(owned)
	if !ok || v.Platform() {
		return false
	}
	own := uuid.Nil
	if v != nil {
		own = v.VendorID
	}
	if own != uuid.Nil && own == o.OwnedBy() {
		return false
	}
	kind := strings.TrimPrefix(fmt.Sprintf("%T", row), "*ent.")
	w.tripped.WithLabelValues(kind).Inc()
	w.log.ErrorContext(ctx, "isolation: a row of another vendor was stopped before the answer",
		"kind", kind, "field", graphql.GetPath(ctx).String(), "request", viewer.RequestFrom(ctx).ID, "owner", o.OwnedBy(), "vendor", own)
	return true
}
