package audit

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"
	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/dataexport"
	"orion/ent/gen/ent/predicate"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/kit/ticket"
	"orion/internal/store"
	"orion/internal/viewer"
)

// ticketTTL is how long the address of a file is good.
const ticketTTL = 15 * time.Minute

// An ExportTicket is what the address of an export says:
// /exports/<Export>?by=<By>&expires=<Expires>&signature=<Signature>.
type ExportTicket struct {
	Export    string
	By        string // who it was made for, so that the record can name them
	Expires   string
	Signature string
}

// fileNames are how the names of files begin that are fetched.
var fileNames = map[enum.ExportKind]string{
	enum.ExportKindAuditLog:      "orion-record-",
	enum.ExportKindCatalog:       "catalogue-",
	enum.ExportKindStaging:       "marketplace-products-",
	enum.ExportKindOrders:        "orders-",
	enum.ExportKindVendorArchive: "shop-",
}

// A File is an export that is being fetched. Close it.
type File struct {
	io.ReadCloser
	Name        string
	ContentType string
	Size        int64
}

// ticketer makes and checks the addresses of exports.
type ticketer struct {
	key  ticket.Key
	base string
}

// address returns where the viewer may fetch a file until the instant.
func (t ticketer) address(file publicid.ID, v *viewer.Viewer, until time.Time) string {
	id, by, expires := string(file), bearer(v), ticket.Expires(until)
	q := url.Values{"by": {by}, "expires": {expires}, "signature": {t.key.Sign(expires, id, by)}}
	return t.base + "/exports/" + id + "?" + q.Encode()
}

func (t ticketer) verify(k ExportTicket, now time.Time, kind publicid.Kind) (uuid.UUID, error) {
	if t.key.Check(now, k.Signature, k.Expires, k.Export, k.By) != nil {
		return uuid.Nil, errs.New(errs.NotFound, "not found")
	}
	return publicid.ID(k.Export).As(kind), nil
}

// Sign returns where the viewer may fetch a file that another domain keeps, for 15 minutes
// and no longer than until. The domain opens it when Open has found the ticket good.
func (l *Log) Sign(ctx context.Context, file publicid.ID, until time.Time) string {
	if soon := l.clock.Now().Add(ticketTTL); soon.Before(until) {
		until = soon
	}
	return l.tickets.address(file, viewer.From(ctx), until)
}

// Open returns what a ticket of Sign names, of a kind: the zero uuid for one of another kind.
// One that is not good is NOT_FOUND.
func (l *Log) Open(t ExportTicket, kind publicid.Kind) (uuid.UUID, error) {
	return l.tickets.verify(t, l.clock.Now(), kind)
}

// Bearer is who a ticket was made for, so that the record can name them: of the vendor that
// the file belongs to.
func Bearer(t ExportTicket, vendorID uuid.UUID) *viewer.Viewer { return viewerOf(t.By, vendorID) }

// bearer names a viewer in an address: its kind and id.
func bearer(v *viewer.Viewer) string {
	switch {
	case v.ImpersonatorID != uuid.Nil:
		return "staff-" + v.ImpersonatorID.String()
	case v.KeyID != uuid.Nil:
		return "key-" + v.KeyID.String()
	case v.CustomerID != uuid.Nil:
		return "customer-" + v.CustomerID.String()
	}
	return "user-" + v.UserID.String()
}

// viewerOf is the viewer that bearer named, for the owner of the export.
func viewerOf(by string, owner uuid.UUID) *viewer.Viewer {
	v := &viewer.Viewer{Audience: viewer.Vendor, VendorID: owner}
	if owner == uuid.Nil {
		v.Audience = viewer.Admin
	}
	kind, text, _ := strings.Cut(by, "-")
	id, err := uuid.Parse(text)
	if err != nil {
		return v
	}
	switch kind {
	case "staff":
		v.ImpersonatorID = id
	case "key":
		v.KeyID = id
	case "customer":
		v.Audience, v.CustomerID = viewer.Customer, id
	default:
		v.UserID = id
	}
	return v
}

// Address returns where the viewer may fetch the file of an export for 15 minutes, nil
// where there is none, and for those who may not export.
func (l *Log) Address(ctx context.Context, e *ent.DataExport) *string {
	now := l.clock.Now()
	if !may(ctx, e.Kind) || e.Status != enum.ExportStatusReady || e.ExpiresAt == nil || !now.Before(*e.ExpiresAt) {
		return nil
	}
	address := l.Sign(ctx, e.PublicID(), *e.ExpiresAt)
	return &address
}

// Download opens the file of an export and records that it was fetched. The ticket stands
// for a sign-in: no viewer is needed. All that is not right about it, a file that is gone
// and a vendor that is neither ACTIVE nor PENDING are NOT_FOUND.
func (l *Log) Download(ctx context.Context, t ExportTicket) (*File, error) {
	id, err := l.tickets.verify(t, l.clock.Now(), "DataExport")
	if err != nil {
		return nil, err
	}
	e, err := l.ready(store.AcrossVendors(ctx, store.ReasonTenant), id)
	if err != nil {
		return nil, err
	}
	r, err := l.blobs.NewReader(ctx, *e.BlobKey, nil)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return nil, errs.Wrap(err, errs.NotFound, "not found")
	}
	if err != nil {
		return nil, fmt.Errorf("open export %s: %w", id, err)
	}
	if err := l.fetched(viewer.NewContext(ctx, viewerOf(t.By, e.OwnedBy())), e); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	as := typeOf(e.Kind)
	return &File{ReadCloser: r, Name: fileNames[e.Kind] + e.CreatedAt.Format("2006-01-02") + as.ending, ContentType: as.contentType, Size: r.Size()}, nil
}

// ready returns an export that has a file which may be fetched.
func (l *Log) ready(ctx context.Context, id uuid.UUID) (*ent.DataExport, error) {
	e, err := l.db.DataExport.Query().Where(dataexport.ID(id), dataexport.StatusEQ(enum.ExportStatusReady),
		dataexport.ExpiresAtGT(l.clock.Now()), dataexport.BlobKeyNotNil()).WithVendor().Only(ctx)
	if err != nil {
		return nil, fmt.Errorf("find export %s: %w", id, err)
	}
	if v := e.Edges.Vendor; v != nil && v.Status != enum.VendorStatusActive && v.Status != enum.VendorStatusPending {
		return nil, errs.New(errs.NotFound, "not found")
	}
	return e, nil
}

func (l *Log) fetched(ctx context.Context, e *ent.DataExport) error {
	return l.db.Tx(ctx, func(tx *store.Tx) error {
		if err := tx.DataExport.UpdateOneID(e.ID).AddDownloads(1).Exec(program(ctx)); err != nil {
			return fmt.Errorf("count the download of %s: %w", e.ID, err)
		}
		return Record(ctx, tx, Event{Action: "export.download", TargetType: "DataExport", Target: string(e.PublicID())})
	})
}

// expireBatch is how many files go at once.
const expireBatch = 100

// Expire removes the files of exports whose time is over and says so in their rows. It is
// safe to run twice. The viewer is the program, for the platform.
func (l *Log) Expire(ctx context.Context) error {
	for {
		over, err := l.db.DataExport.Query().Where(dataexport.StatusEQ(enum.ExportStatusReady),
			dataexport.ExpiresAtLTE(l.clock.Now())).Limit(expireBatch).All(ctx)
		if err != nil {
			return fmt.Errorf("find exports that are over: %w", err)
		}
		for _, e := range over {
			if err := l.expire(ctx, e); err != nil {
				return fmt.Errorf("expire export %s: %w", e.ID, err)
			}
		}
		if len(over) < expireBatch {
			return nil
		}
	}
}

func (l *Log) expire(ctx context.Context, e *ent.DataExport) error {
	if e.BlobKey != nil {
		if err := remove(ctx, l.blobs, *e.BlobKey); err != nil {
			return err
		}
	}
	return l.db.DataExport.UpdateOneID(e.ID).SetStatus(enum.ExportStatusExpired).ClearBlobKey().Exec(ctx)
}

func remove(ctx context.Context, from *blob.Bucket, key string) error {
	err := from.Delete(ctx, key)
	if err != nil && gcerrors.Code(err) != gcerrors.NotFound {
		return fmt.Errorf("remove the file: %w", err)
	}
	return nil
}

// ownedBy matches the exports of a vendor, for the zero uuid those of the platform.
func ownedBy(id uuid.UUID) predicate.DataExport {
	if id == uuid.Nil {
		return dataexport.VendorIDIsNil()
	}
	return dataexport.VendorID(id)
}
