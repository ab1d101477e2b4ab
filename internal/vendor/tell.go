package vendor

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"golang.org/x/text/language"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/membership"
	"orion/internal/enum"
	"orion/internal/kit/i18n"
	"orion/internal/notify"
	"orion/internal/store"
	"orion/internal/viewer"
)

const (
	// longImport is how long an import takes that nobody sits and waits for.
	longImport = 5 * time.Minute
	// maxNamed is how many variants one mail names.
	maxNamed = 15
)

// A letter is a mail to people of a team: the same to each, in their language.
type letter struct {
	kind notify.Kind
	// event is what it tells of; each is told once.
	event string
	// link is where its button leads.
	link string
	data func(language.Tag) map[string]string
}

// write queues a letter in the name of a vendor, or of the platform for uuid.Nil.
func (s *Service) write(ctx context.Context, tx *store.Tx, vendorID uuid.UUID, to []*ent.User, l letter) error {
	for _, u := range to {
		words := l.data(i18n.Match(u.Language))
		words["link"] = l.link
		m := notify.Mail{Kind: l.kind, To: u.Email, Name: u.Name, Language: u.Language, VendorID: vendorID, Event: l.event, Data: words}
		if err := s.post(ctx, tx, m); err != nil {
			return err
		}
	}
	return nil
}

// ImportFinished writes of an import that is over, to who started it or, where the clock did
// or they may not see imports any more, to the owners. What failed, or left rows out, is
// always told, of the clock's imports once a day for each source and outcome; that all is
// well only to who started an import by hand that took long. Of dry runs nobody hears.
func (s *Service) ImportFinished(ctx context.Context, tx *store.Tx, job *ent.MarketplaceImportJob, source string) error {
	wrong := job.Status == enum.ImportStatusFailed || job.Status == enum.ImportStatusCompletedWithErrors
	byHand := job.Trigger != enum.ImportTriggerSchedule
	long := job.Status == enum.ImportStatusCompleted && byHand && job.StartedAt != nil && job.FinishedAt.Sub(*job.StartedAt) >= longImport
	if job.DryRun || !wrong && !long {
		return nil
	}
	own := viewer.NewContext(ctx, viewer.ForVendor(job.VendorID))
	v, err := tx.Vendor.Get(own, job.VendorID)
	if err != nil {
		return fmt.Errorf("find the vendor of an import: %w", err)
	}
	to, err := s.whoImported(own, tx, job)
	if err != nil {
		return err
	}
	event := job.ID.String() + "/" + strconv.Itoa(job.Sequence)
	if !byHand {
		event = strings.Join([]string{job.SourceID.String(), string(job.Status), s.clock.Now().UTC().Format(time.DateOnly)}, "/")
	}
	return s.write(own, tx, v.ID, to, letter{
		kind: notify.ImportFinished, event: event, link: s.links.Console(v.Slug, "marketplace/imports/"+string(job.PublicID()), ""),
		data: func(in language.Tag) map[string]string {
			words := map[string]string{
				"shop": v.Name, "source": source, "count": strconv.Itoa(job.Created + job.Updated), "failed": strconv.Itoa(job.Failed),
			}
			if job.Failure != nil {
				words["reason"] = job.Failure.In(in)
			}
			return words
		},
	})
}

// whoImported is who started an import and may still see it, or else the owners.
func (s *Service) whoImported(ctx context.Context, tx *store.Tx, job *ent.MarketplaceImportJob) ([]*ent.User, error) {
	if job.RequestedBy == nil || job.Trigger == enum.ImportTriggerSchedule {
		return ownersOf(ctx, tx, job.VendorID)
	}
	who, err := allowed(ctx, tx, &job.VendorID, enum.PermissionImportRead)
	if err != nil {
		return nil, err
	}
	if at := slices.IndexFunc(who, func(u *ent.User) bool { return u.ID == *job.RequestedBy }); at >= 0 {
		return who[at : at+1], nil
	}
	return ownersOf(ctx, tx, job.VendorID)
}

// allowed are those of a team, or of the staff, who can sign in and hold a permission.
func allowed(ctx context.Context, tx *store.Tx, vendorID *uuid.UUID, what enum.Permission) ([]*ent.User, error) {
	members, err := tx.Membership.Query().Where(ofVendor(vendorID)).Order(membership.ByID()).WithUser().WithRole().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("find who may %s: %w", what, err)
	}
	var out []*ent.User
	for _, m := range members {
		u, r := m.Edges.User, m.Edges.Role
		if u != nil && u.DisabledAt == nil && r != nil && (tops(r) || slices.Contains(r.Permissions, string(what))) {
			out = append(out, u)
		}
	}
	return out, nil
}

// A LowVariant is one of which few are left.
type LowVariant struct {
	Name string
	Left int64
}

// StockLow writes to the owners of the viewer's vendor which variants have begun to run low
// since the day before: one mail a day, however often it is called.
func (s *Service) StockLow(ctx context.Context, tx *store.Tx, day time.Time, low []LowVariant) error {
	v, owners, err := s.ownVendor(ctx, tx)
	if err != nil {
		return err
	}
	named := low[:min(len(low), maxNamed)]
	items := make([]string, len(named))
	for i, l := range named {
		items[i] = l.Name + " (" + strconv.FormatInt(l.Left, 10) + ")"
	}
	return s.write(ctx, tx, v.ID, owners, letter{
		kind: notify.LowStock, event: day.Format(time.DateOnly), link: s.links.Console(v.Slug, "inventory", ""),
		data: func(language.Tag) map[string]string {
			words := map[string]string{"shop": v.Name, "items": strings.Join(items, ", ")}
			if more := len(low) - len(named); more > 0 {
				words["count"] = strconv.Itoa(more)
			}
			return words
		},
	})
}

// ownVendor returns the viewer's vendor and its owners.
func (s *Service) ownVendor(ctx context.Context, tx *store.Tx) (*ent.Vendor, []*ent.User, error) {
	v, err := tx.Vendor.Get(ctx, viewer.From(ctx).VendorID)
	if err != nil {
		return nil, nil, fmt.Errorf("find the vendor of a mail: %w", err)
	}
	owners, err := ownersOf(ctx, tx, v.ID)
	return v, owners, err
}

// A PayoutLack is what stands between a vendor and its money.
type PayoutLack struct {
	// Open is how much the provider of payments still wants to know.
	Open int
	// Until is when payments or payouts stop without it, nil where that is not said.
	Until *time.Time
	// Paused is the provider's name of why it has stopped to pay out, "" where it has not.
	Paused string
}

// PayoutRequired writes to the owners of a vendor what its payouts lack; event names the
// change, of which each hears once.
func (s *Service) PayoutRequired(ctx context.Context, tx *store.Tx, v *ent.Vendor, event string, lack PayoutLack) error {
	own := viewer.NewContext(ctx, viewer.ForVendor(v.ID))
	owners, err := ownersOf(own, tx, v.ID)
	if err != nil {
		return err
	}
	return s.write(own, tx, v.ID, owners, letter{
		kind: notify.PayoutRequired, event: event, link: s.links.Console(v.Slug, "payments", ""),
		data: func(language.Tag) map[string]string {
			words := map[string]string{"shop": v.Name, "reason": lack.Paused}
			if lack.Open > 0 {
				words["count"] = strconv.Itoa(lack.Open)
			}
			if lack.Until != nil {
				words["at"] = lack.Until.UTC().Format(time.DateOnly)
			}
			return words
		},
	})
}

// AlertOpened writes to the staff who may see the state of the platform what cannot wait;
// event names the alert, of which each hears once.
func (s *Service) AlertOpened(ctx context.Context, tx *store.Tx, event string, title func(language.Tag) string) error {
	staff, err := allowed(ctx, tx, nil, enum.PermissionPlatformRead)
	if err != nil {
		return err
	}
	return s.write(ctx, tx, uuid.Nil, staff, letter{
		kind: notify.AlertOpened, event: event, link: s.links.Admin("notifications", ""),
		data: func(in language.Tag) map[string]string { return map[string]string{"reason": title(in)} },
	})
}
