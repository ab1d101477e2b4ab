package media

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/url"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"gocloud.dev/blob"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/stagedupload"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/kit/tenant"
	"orion/internal/kit/ticket"
	"orion/internal/store"
	"orion/internal/viewer"
)

const (
	uploadsAtOnce = 10
	uploadTTL     = time.Hour
)

// ImportBytes is the largest file of an import.
const ImportBytes = 1 << 30

// uploadBytes are the largest files by what they are for.
var uploadBytes = map[enum.UploadPurpose]int{
	enum.UploadPurposeImportFile: ImportBytes,
	enum.UploadPurposeMedia:      MaxBytes,
}

// uploadPermissions are what sending a file takes, by what it is for.
var uploadPermissions = map[enum.UploadPurpose]enum.Permission{
	enum.UploadPurposeImportFile: enum.PermissionImportRun,
	enum.UploadPurposeMedia:      enum.PermissionCatalogWrite,
}

func (in *StagedUploadInput) validate(path string) error {
	most := uploadBytes[in.Purpose]
	_, _, badType := mime.ParseMediaType(in.ContentType)
	switch {
	case in.Filename == "":
		return errs.New(errs.Required, "is required").At(path + ".filename")
	case utf8.RuneCountInString(in.Filename) > 255 || len(in.Filename) > 1000:
		return errs.New(errs.TooLong, "is longer than %d characters", 255).At(path + ".filename")
	case badType != nil || len(in.ContentType) > 100:
		return errs.Field(path+".contentType", "is not a content type, such as text/csv")
	case in.ByteSize <= 0:
		return errs.Field(path+".byteSize", "must be above zero")
	case in.ByteSize > most:
		return errs.New(errs.TooLong, "is more than the %v bytes allowed", most).At(path + ".byteSize")
	}
	return nil
}

// checkUploads says what is wrong with inputs, by their place. FORBIDDEN where one is for
// something that the viewer may not do.
func checkUploads(ctx context.Context, inputs []*StagedUploadInput) error {
	if len(inputs) > uploadsAtOnce {
		return errs.New(errs.TooMany, "are more than %v", uploadsAtOnce).At("inputs")
	}
	var mistakes errs.List
	for i, in := range inputs {
		if !viewer.From(ctx).May(string(uploadPermissions[in.Purpose])) {
			return errs.New(errs.Forbidden, "you may not do that")
		}
		if e, bad := errors.AsType[*errs.Error](in.validate("inputs." + strconv.Itoa(i))); bad {
			mistakes = append(mistakes, e)
		}
	}
	return mistakes.Or()
}

// StageUploads makes places for up to 10 files to be sent to, each good for an
// hour. Mistakes are told by their place in inputs. The file of an import takes the
// permission import.run, a picture catalog.write; else FORBIDDEN.
func (s *Service) StageUploads(ctx context.Context, inputs []*StagedUploadInput) ([]*Staged, error) {
	if err := checkUploads(ctx, inputs); err != nil {
		return nil, err
	}
	out, events := make([]*Staged, len(inputs)), make([]audit.Event, len(inputs))
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		for i, in := range inputs {
			u, err := s.place(ctx, tx, in)
			if err != nil {
				return err
			}
			out[i] = s.staged(u)
			events[i] = audit.Event{
				Action: "upload.stage", TargetType: "StagedUpload", Target: string(u.PublicID()),
				Data: map[string]string{"file": u.Filename, "purpose": string(u.Purpose)},
			}
		}
		return audit.RecordAll(ctx, tx, events)
	})
	if err != nil {
		return nil, fmt.Errorf("stage uploads: %w", err)
	}
	return out, nil
}

// place makes the row of an upload. Its key in the blob store names the vendor and
// a random id, and nothing that the user chose.
func (s *Service) place(ctx context.Context, tx *store.Tx, in *StagedUploadInput) (*ent.StagedUpload, error) {
	id := uuid.Must(uuid.NewV7())
	folder := "imports"
	if in.Purpose == enum.UploadPurposeMedia {
		folder = "uploads"
	}
	key := tenant.Key(viewer.From(ctx).VendorID, folder, uuid.NewString())
	return tx.StagedUpload.Create().SetID(id).SetPurpose(in.Purpose).SetFilename(in.Filename).SetContentType(in.ContentType).
		SetByteSize(int64(in.ByteSize)).SetKey(key).SetExpiresAt(s.opts.Clock.Now().Add(uploadTTL)).Save(ctx)
}

// UploadTicket is what an upload's address says: /uploads/<Upload>?vendor=<Vendor>&
// expires=<Expires>&signature=<Signature>.
type UploadTicket struct {
	Upload    string
	Vendor    string
	Expires   string
	Signature string
}

// ReceiveUpload takes the file that was sent to the address of a staged upload.
// The ticket stands for a sign-in: no viewer is needed. A ticket that was not
// signed by us is FORBIDDEN, an old one NOT_FOUND; a file of another size than
// was said is INVALID, one that was received before INVALID_STATE.
func (s *Service) ReceiveUpload(ctx context.Context, t UploadTicket, body io.Reader) error {
	id, vendor, err := s.verify(t)
	if err != nil {
		return err
	}
	ctx = viewer.NewContext(ctx, viewer.ForVendor(vendor))
	u, err := s.db.StagedUpload.Get(ctx, id)
	if err != nil {
		return fmt.Errorf("receive upload %s: %w", id, err)
	}
	if u.ReceivedAt != nil {
		return errs.New(errs.InvalidState, "the file was received already")
	}
	if err := s.receive(ctx, u, body); err != nil {
		return err
	}
	n, err := s.db.StagedUpload.Update().Where(stagedupload.ID(id), stagedupload.ReceivedAtIsNil()).
		SetReceivedAt(s.opts.Clock.Now()).Save(ctx)
	if err != nil {
		return fmt.Errorf("note upload %s: %w", id, err)
	}
	if n == 0 {
		return errs.New(errs.InvalidState, "the file was received already")
	}
	return nil
}

// receive writes the file to the blob store, all of it or nothing.
func (s *Service) receive(ctx context.Context, u *ent.StagedUpload, body io.Reader) error {
	ctx, giveUp := context.WithCancel(ctx)
	defer giveUp()
	w, err := s.bucket.NewWriter(ctx, u.Key, &blob.WriterOptions{ContentType: u.ContentType, DisableContentTypeDetection: true})
	if err != nil {
		return errs.Wrap(err, errs.Unavailable, "the file could not be stored; try again")
	}
	n, err := io.Copy(w, io.LimitReader(body, u.ByteSize+1))
	if err == nil && n == u.ByteSize {
		if err := w.Close(); err != nil {
			return errs.Wrap(err, errs.Unavailable, "the file could not be stored; try again")
		}
		return nil
	}
	giveUp() // closing a writer whose context has ended stores nothing
	_ = w.Close()
	if err != nil {
		return errs.Wrap(err, errs.Invalid, "the file did not arrive whole")
	}
	return errs.New(errs.Invalid, "the file does not have the %v bytes that were said", u.ByteSize)
}

func (s *Service) staged(u *ent.StagedUpload) *Staged {
	id, vendor := string(u.PublicID()), string(publicid.New("Vendor", u.VendorID))
	expires := ticket.Expires(u.ExpiresAt)
	q := url.Values{"vendor": {vendor}, "expires": {expires}, "signature": {s.key.Sign(expires, id, vendor)}}
	return &Staged{
		UploadID: u.PublicID(), Method: "PUT", URL: s.opts.BaseURL + "/uploads/" + id + "?" + q.Encode(),
		Headers:   []*Header{{Name: "Content-Type", Value: u.ContentType}},
		ExpiresAt: u.ExpiresAt,
	}
}

func (s *Service) verify(t UploadTicket) (upload, vendor uuid.UUID, err error) {
	switch err := s.key.Check(s.opts.Clock.Now(), t.Signature, t.Expires, t.Upload, t.Vendor); {
	case errors.Is(err, ticket.ErrForged):
		return uuid.Nil, uuid.Nil, errs.New(errs.Forbidden, "the address of the upload is not valid")
	case err != nil:
		return uuid.Nil, uuid.Nil, errs.New(errs.NotFound, "the address of the upload is no longer valid")
	}
	return publicid.ID(t.Upload).As("StagedUpload"), publicid.ID(t.Vendor).As("Vendor"), nil
}
