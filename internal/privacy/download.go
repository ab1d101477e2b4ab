package privacy

import (
	"context"
	"errors"
	"fmt"

	"gocloud.dev/gcerrors"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/privacyrequest"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/viewer"
)

// Download opens what a signed address names: a file of a customer's data, or else an export
// of audit.Log. It records that it was fetched. All that is not right about it is NOT_FOUND.
func (s *Service) Download(ctx context.Context, t audit.ExportTicket) (*audit.File, error) {
	if kind, _, _ := publicid.ID(t.Export).Parse(); kind != "PrivacyRequest" {
		return s.Audit.Download(ctx, t)
	}
	id, err := s.Audit.Open(t, "PrivacyRequest")
	if err != nil {
		return nil, err
	}
	// The ticket stands for a sign-in: which shop it is of, the request says.
	r, err := s.db.PrivacyRequest.Query().Where(privacyrequest.ID(id)).WithVendor().Only(store.AcrossVendors(ctx, store.ReasonTenant))
	if err != nil {
		return nil, fmt.Errorf("find privacy request %s: %w", id, err)
	}
	if shop := r.Edges.Vendor.Status; !there(r) || !s.Clock.Now().Before(*r.ExpiresAt) || shop != enum.VendorStatusActive && shop != enum.VendorStatusPending {
		return nil, errs.New(errs.NotFound, "not found")
	}
	return s.open(ctx, r, t)
}

func (s *Service) open(ctx context.Context, r *ent.PrivacyRequest, t audit.ExportTicket) (*audit.File, error) {
	f, err := s.Blobs.NewReader(ctx, *r.BlobKey, nil)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return nil, errs.Wrap(err, errs.NotFound, "not found")
	}
	if err != nil {
		return nil, fmt.Errorf("open the file of %s: %w", r.ID, err)
	}
	by := viewer.NewContext(ctx, audit.Bearer(t, r.VendorID))
	program := viewer.Elevate(by)
	err = s.db.Tx(program, func(tx *store.Tx) error {
		if err := tx.PrivacyRequest.UpdateOneID(r.ID).AddDownloads(1).Exec(program); err != nil {
			return fmt.Errorf("count the download of %s: %w", r.ID, err)
		}
		return audit.Record(by, tx, event("privacy.download", r))
	})
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &audit.File{ReadCloser: f, Name: "my-data-" + r.CreatedAt.UTC().Format("2006-01-02") + ".zip", ContentType: "application/zip", Size: f.Size()}, nil
}
