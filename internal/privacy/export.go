package privacy

import (
	"archive/zip"
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/google/uuid"
	"gocloud.dev/blob"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/customer"
	"orion/ent/gen/ent/privacyrequest"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/failpoint"
	"orion/internal/kit/tenant"
	"orion/internal/notify"
	"orion/internal/store"
	"orion/internal/viewer"
)

// afterFile is where a file is written and its request does not know of it.
var afterFile = failpoint.New("privacy/after-file")

// Make writes the file of a request, says so in its row and tells the customer. It begins
// anew when it was broken off, and leaves what is done as it is; so it may run twice.
// NOT_FOUND where there is no such request. The viewer is the program, for the vendor.
func (s *Service) Make(ctx context.Context, id uuid.UUID) error {
	r, err := s.db.PrivacyRequest.Query().Where(privacyrequest.ID(id), privacyrequest.VendorID(viewer.From(ctx).VendorID)).Only(ctx)
	if err != nil {
		return fmt.Errorf("make the file of %s: %w", id, err)
	}
	if r.Kind != enum.PrivacyRequestKindExport || r.Status != enum.PrivacyRequestStatusPending {
		return nil
	}
	all, err := s.gather(ctx, r.CustomerID)
	if err != nil {
		return fmt.Errorf("gather what is held of a customer: %w", err)
	}
	key := tenant.Key(r.VendorID, "privacy", id.String()+".zip")
	size, err := s.write(ctx, key, all)
	if err != nil {
		return fmt.Errorf("write the file of %s: %w", id, err)
	}
	afterFile.Pass()
	ended, err := s.made(ctx, r, key, size)
	if err == nil && ended {
		err = s.Blobs.Delete(ctx, key)
	}
	if err != nil {
		return fmt.Errorf("finish the file of %s: %w", id, err)
	}
	return nil
}

// made says that the file is there, once. The customer is locked: the request of one who was
// erased meanwhile has ended, and its file must go.
func (s *Service) made(ctx context.Context, r *ent.PrivacyRequest, key string, size int64) (ended bool, err error) {
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		c, err := tx.Customer.Query().Where(customer.ID(r.CustomerID)).ForUpdate().Only(ctx)
		if err != nil {
			return err
		}
		now := s.Clock.Now()
		n, err := tx.PrivacyRequest.Update().Where(privacyrequest.ID(r.ID), privacyrequest.StatusEQ(enum.PrivacyRequestStatusPending)).
			SetStatus(enum.PrivacyRequestStatusDone).SetBlobKey(key).SetByteSize(size).SetDoneAt(now).SetExpiresAt(now.Add(exportTTL)).Save(ctx)
		if err != nil {
			return err
		}
		if n == 0 {
			ended, err = tx.PrivacyRequest.Query().Where(privacyrequest.ID(r.ID), privacyrequest.BlobKeyIsNil()).Exist(ctx)
			return err
		}
		if err := s.post(ctx, tx, c, notify.PrivacyExport, map[string]string{}); err != nil {
			return err
		}
		return audit.Record(ctx, tx, event("privacy.export", r))
	})
	return ended, err
}

// GiveUp ends a request whose file could not be made, so that it can be asked for again.
func (s *Service) GiveUp(ctx context.Context, id uuid.UUID) error {
	err := s.db.PrivacyRequest.Update().Where(privacyrequest.ID(id), privacyrequest.StatusEQ(enum.PrivacyRequestStatusPending)).
		SetStatus(enum.PrivacyRequestStatusCancelled).SetFailure("the file could not be written").Exec(ctx)
	if err != nil {
		return fmt.Errorf("give up the file of %s: %w", id, err)
	}
	return nil
}

// readme stands beside the data.
const readme = `This archive holds what the shop keeps of you, as it was when the file was made.

data.json   all of it, in a form that people and programs can read.
            Times are UTC. Amounts are in the smallest unit of their currency: 1250 EUR is 12.50 euros.

Your password is kept as a one-way hash, which is not in here. Ask the shop if anything is unclear.
`

// write makes the zip; a write that is broken off stores nothing.
func (s *Service) write(ctx context.Context, key string, all *dossier) (int64, error) {
	ctx, giveUp := context.WithCancel(ctx)
	defer giveUp()
	w, err := s.Blobs.NewWriter(ctx, key, &blob.WriterOptions{ContentType: "application/zip", DisableContentTypeDetection: true})
	if err != nil {
		return 0, fmt.Errorf("open the file: %w", err)
	}
	count := &counting{to: w}
	if err := pack(count, all); err != nil {
		giveUp()
		_ = w.Close()
		return 0, err
	}
	if err := w.Close(); err != nil {
		return 0, fmt.Errorf("close the file: %w", err)
	}
	return count.n, nil
}

func pack(to io.Writer, all *dossier) error {
	z := zip.NewWriter(to)
	f, err := z.Create("README.txt")
	if err == nil {
		_, err = io.WriteString(f, readme)
	}
	if err == nil {
		f, err = z.Create("data.json")
	}
	if err == nil {
		e := json.NewEncoder(f)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		err = e.Encode(all)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		return fmt.Errorf("pack: %w", err)
	}
	return nil
}

// counting counts what is written.
type counting struct {
	to io.Writer
	n  int64
}

// Write implements io.Writer.
func (c *counting) Write(p []byte) (int, error) {
	n, err := c.to.Write(p)
	c.n += int64(n)
	return n, err
}
