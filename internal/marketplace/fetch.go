package marketplace

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"
	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/marketplaceimportjob"
	"orion/internal/enum"
	"orion/internal/kit/fetch"
	"orion/internal/kit/i18n"
	"orion/internal/kit/optional"
	"orion/internal/media"
	"orion/internal/store"
)

// The limits of a feed's fetching, beside its size.
const (
	fetchTotal = 30 * time.Minute
	fetchIdle  = 30 * time.Second
)

// What is kept with a fetched file until its import is done.
const (
	metaETag         = "etag"
	metaLastModified = "last-modified"
)

// fetch gets the file of an import that nobody has brought, unless it is there already.
// over says that the import has ended: there is no other file than the one that is
// staged, or none can be had. An *fetch.Error means that trying again can help.
func (r *run) fetch(ctx context.Context) (over bool, err error) {
	if r.taken.Trigger == enum.ImportTriggerUpload {
		return false, nil
	}
	if r.taken.FetchedAt != nil {
		return false, r.remember(ctx)
	}
	res, err := r.ask(ctx)
	if err == nil && !res.NotModified {
		err = r.keepFile(ctx, res)
	}
	if told, ok := errors.AsType[*fetch.Error](err); ok && !told.Again {
		return true, r.end(ctx, enum.ImportStatusFailed, unfetchedMessage(told))
	}
	if err != nil {
		return false, err
	}
	if res.NotModified || r.taken.FetchedAt == nil {
		return true, r.end(ctx, enum.ImportStatusCompleted, &i18n.Message{
			Code: "UNCHANGED", Format: "the feed has not changed since it was imported last",
		})
	}
	return false, nil
}

// unfetchedMessage is what stands on an import whose file could not be fetched.
func unfetchedMessage(e *fetch.Error) *i18n.Message {
	return &i18n.Message{Code: string(e.Code), Format: e.Format, Args: words(e.Args)}
}

// remember finds what is kept with a file that an earlier run has fetched.
func (r *run) remember(ctx context.Context) error {
	a, err := r.blobs.Attributes(ctx, r.taken.Key)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return err // Run says what that means
	}
	if err != nil {
		return fmt.Errorf("look for the fetched file: %w", err)
	}
	r.etag, r.lastModified = a.Metadata[metaETag], a.Metadata[metaLastModified]
	return nil
}

// ask sends the request for a source's file.
func (r *run) ask(ctx context.Context) (*fetch.Response, error) {
	if r.source.FeedURL == nil {
		return nil, &fetch.Error{Code: fetch.CodeAddress, Format: "the source has no address any more"}
	}
	req, err := r.request(r.source)
	if err != nil {
		return nil, err
	}
	if r.source.FetchedAt != nil {
		req.ETag, req.LastModified = optional.Value(r.source.Etag), optional.Value(r.source.LastModified)
	}
	res, err := r.fetcher.Get(ctx, req)
	if err != nil {
		return nil, fmt.Errorf("fetch the feed: %w", err)
	}
	if r.etag, r.lastModified = res.ETag, res.LastModified; res.NotModified {
		// What a host leaves out of such an answer has not changed either.
		r.etag, r.lastModified = either(res.ETag, req.ETag), either(res.LastModified, req.LastModified)
		_ = res.Body.Close()
	}
	return res, nil
}

// request is how a source's address is asked.
func (s *Service) request(src *ent.MarketplaceSource) (fetch.Request, error) {
	c, err := s.credentials(src)
	if err != nil {
		return fetch.Request{}, err
	}
	return fetch.Request{
		URL: optional.Value(src.FeedURL), Username: c.Username, Password: c.Password, Total: fetchTotal, Idle: fetchIdle, Bytes: s.feedBytes(),
	}, nil
}

// feedBytes are the most that a feed may have.
func (s *Service) feedBytes() int64 {
	if s.limits.Bytes > 0 {
		return s.limits.Bytes
	}
	return media.ImportBytes
}

// keepFile puts the file where the import will read it. One that is, byte for byte, the
// one that was imported last is not kept, and leaves the job as it was.
func (r *run) keepFile(ctx context.Context, res *fetch.Response) error {
	defer func() { _ = res.Body.Close() }()
	n, err := r.download(ctx, res)
	if err != nil {
		return err
	}
	same, err := r.isStaged(ctx, n)
	if err != nil {
		return err
	}
	if same {
		if err := r.blobs.Delete(ctx, r.taken.Key); err != nil {
			return fmt.Errorf("drop the fetched file: %w", err)
		}
		return nil
	}
	return r.db.Tx(ctx, func(tx *store.Tx) error {
		job, err := r.lock(ctx, tx, r.job.ID)
		if err != nil {
			return err
		}
		if job, err = job.Update().SetFetchedAt(r.clock.Now()).SetByteSize(n).AddSequence(1).Save(ctx); err != nil {
			return err
		}
		r.taken, r.job = job, job
		return r.announce(ctx, tx, job)
	})
}

// download writes the file to the blob store, all of it or nothing.
func (r *run) download(ctx context.Context, res *fetch.Response) (int64, error) {
	ctx, giveUp := context.WithCancel(ctx)
	defer giveUp()
	w, err := r.blobs.NewWriter(ctx, r.taken.Key, &blob.WriterOptions{
		ContentType: "text/csv", DisableContentTypeDetection: true,
		Metadata: map[string]string{metaETag: r.etag, metaLastModified: r.lastModified},
	})
	if err != nil {
		return 0, fmt.Errorf("store the feed: %w", err)
	}
	n, err := io.Copy(w, res.Body)
	if err != nil {
		giveUp() // closing a writer whose context has ended stores nothing
		_ = w.Close()
		return 0, fmt.Errorf("fetch the feed: %w", err)
	}
	if err := w.Close(); err != nil {
		return 0, fmt.Errorf("store the feed: %w", err)
	}
	return n, nil
}

// isStaged reports whether the file that has just come is the one whose rows are staged.
func (r *run) isStaged(ctx context.Context, size int64) (bool, error) {
	if r.source.FetchedAt == nil {
		return false, nil
	}
	last, err := r.db.MarketplaceImportJob.Query().Where(marketplaceimportjob.SourceID(r.source.ID),
		marketplaceimportjob.FetchedAt(*r.source.FetchedAt), marketplaceimportjob.ByteSize(size)).First(ctx)
	if ent.IsNotFound(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("find the last file: %w", err)
	}
	return sameContent(ctx, r.blobs, last.Key, r.taken.Key)
}

// GiveUpFetch marks an import as failed whose file could not be fetched, however often
// it was tried, and says why. It is no change for one that is over.
func (s *Service) GiveUpFetch(ctx context.Context, id uuid.UUID, why *fetch.Error) error {
	job, err := s.db.MarketplaceImportJob.Get(ctx, id)
	if err != nil {
		return fmt.Errorf("give up import %s: %w", id, err)
	}
	r := &run{Service: s, job: job}
	if err := r.end(ctx, enum.ImportStatusFailed, unfetchedMessage(why)); !errors.Is(err, errStopped) {
		return err
	}
	return nil
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
