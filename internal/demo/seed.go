package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/auditentry"
	"orion/internal/audit"
	"orion/internal/auth"
	"orion/internal/catalog"
	"orion/internal/customer"
	"orion/internal/enum"
	"orion/internal/inventory"
	"orion/internal/kit/clock"
	"orion/internal/kit/page"
	"orion/internal/marketplace"
	"orion/internal/media"
	"orion/internal/payment"
	"orion/internal/stats"
	"orion/internal/store"
	"orion/internal/vendor"
	"orion/internal/viewer"
	"orion/jobs"
)

const (
	// AdminEmail signs in to the platform's console.
	AdminEmail = "admin@orion.example"
	// Password is everybody's, which is why there is no demo in production.
	Password = "orion-demo-1"
)

// Slugs are the shops of the demo. Each has owner@, staff@ and customer@<slug>.example.
func Slugs() []string {
	out := make([]string, len(shops))
	for i, s := range shops {
		out[i] = s.slug
	}
	return out
}

// Deps is what the demo is made through. All fields must be set.
type Deps struct {
	DB          *store.DB
	Auth        *auth.Service
	Vendors     *vendor.Service
	Customers   *customer.Service
	Marketplace *marketplace.Service
	Catalog     *catalog.Service
	Media       *media.Service
	Stock       *inventory.Service
	Payments    *payment.Service
	Stats       *stats.Service

	// Queue and Pages are for a checkout of the demo's own, which lives in the past.
	Queue *jobs.Queue
	Pages *page.Signer
	Clock clock.Clock

	// Production refuses the demo.
	Production bool

	size int // of pictures in pixels, for tests that have no time; 0 is the usual
}

// A seeder makes the demo, once.
type seeder struct {
	Deps
	studio *Studio
	admin  *ent.User
}

// A house is a shop of the demo that has been made.
type house struct {
	*shop
	vendor *ent.Vendor
	owner  uuid.UUID
	// accounts are the customers among its buyers, in their order.
	accounts []uuid.UUID
}

// Seed fills an empty database with the demo and reports whether it has. It does
// nothing where there are vendors already; where an earlier call was broken off, it
// goes on from there. Nothing else may work on the queue meanwhile.
func Seed(ctx context.Context, d Deps) (bool, error) {
	if d.Production {
		return false, errors.New("the demo is not for production: everybody knows its passwords")
	}
	ctx = store.AcrossVendors(ctx, store.ReasonSetUp)
	due, err := begin(ctx, d.DB)
	if err != nil || !due {
		return false, err
	}
	studio, err := NewStudio(media.NewWorld())
	if err != nil {
		return false, err
	}
	if d.size > 0 {
		studio.size = d.size
	}
	s := &seeder{Deps: d, studio: studio}
	if err := s.make(ctx); err != nil {
		return false, fmt.Errorf("make the demo: %w", err)
	}
	return true, mark(ctx, d.DB, ended)
}

// What the audit record says of the demo.
const (
	begun = "demo.begin"
	ended = "demo.end"
)

// begin reports whether there is something to do, and writes down that it begins.
func begin(ctx context.Context, db *store.DB) (bool, error) {
	marks, err := db.AuditEntry.Query().Where(auditentry.ActionIn(begun, ended)).Select(auditentry.FieldAction).Strings(ctx)
	if err != nil {
		return false, fmt.Errorf("look for the demo: %w", err)
	}
	if len(marks) > 0 {
		return len(marks) == 1, nil // begun and not ended
	}
	others, err := db.Vendor.Query().Exist(ctx)
	if err != nil || others {
		return false, err
	}
	return true, mark(ctx, db, begun)
}

func mark(ctx context.Context, db *store.DB, action string) error {
	return db.Tx(ctx, func(tx *store.Tx) error {
		return audit.Record(ctx, tx, audit.Event{Action: action, TargetType: "Platform", Target: "demo"})
	})
}

func (s *seeder) make(ctx context.Context) (err error) {
	if s.admin, err = s.Auth.CreateAdmin(ctx, AdminEmail, Password); err != nil {
		return err
	}
	houses := make([]*house, len(shops))
	g, all := errgroup.WithContext(ctx)
	for i := range shops {
		g.Go(func() (err error) {
			if houses[i], err = s.settle(all, &shops[i]); err != nil {
				return fmt.Errorf("%s: %w", shops[i].slug, err)
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	if err := s.draw(ctx, houses); err != nil {
		return err
	}
	if err := s.sell(ctx, houses); err != nil {
		return err
	}
	if err := s.forget(ctx, houses); err != nil {
		return err
	}
	if err := s.pass(ctx, houses); err != nil {
		return err
	}
	return s.promote(ctx, houses)
}

// settle makes a vendor with its people and its catalogue.
func (s *seeder) settle(ctx context.Context, of *shop) (*house, error) {
	h, err := s.found(ctx, of)
	if err != nil {
		return nil, err
	}
	if err := s.welcome(ctx, h); err != nil {
		return nil, err
	}
	return h, s.fill(h.team(ctx), h)
}

// team returns a context of the owner, for whom the console does what follows.
func (h *house) team(ctx context.Context) context.Context {
	may := map[string]bool{}
	for _, p := range enum.VendorPermissions() {
		may[string(p)] = true
	}
	return viewer.NewContext(ctx, &viewer.Viewer{Audience: viewer.Vendor, VendorID: h.vendor.ID, UserID: h.owner, Grants: may})
}

// program returns a context in which the program acts for the vendor.
func (h *house) program(ctx context.Context) context.Context {
	return viewer.NewContext(ctx, viewer.ForVendor(h.vendor.ID))
}

// since is when the season begins.
func (s *seeder) since() time.Time { return s.Clock.Now().Add(-season) }
