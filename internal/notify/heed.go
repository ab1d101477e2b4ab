package notify

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/maildelivery"
	"orion/ent/gen/ent/mailsuppression"
	"orion/internal/enum"
	"orion/internal/store"
	"orion/jobs"
)

const (
	// reportsPerJob bounds what one job heeds, so that a large batch is not heeded for minutes.
	reportsPerJob = 100
	// maxHeard is how many reports of a mail are known again when they come once more.
	maxHeard = 100
)

// Keep queues what the provider of mails tells, for a job to heed: the provider waits for an
// answer. The words of servers lose the addresses of people before they are written down.
func (s *Service) Keep(ctx context.Context, reports []jobs.MailReport) error {
	var work []jobs.Args
	for some := range slices.Chunk(slices.Clone(reports), reportsPerJob) {
		for i := range some {
			some[i].Reason = cut(bland(some[i].Reason))
		}
		work = append(work, jobs.MailHeed{Reports: some})
	}
	ctx = store.AcrossVendors(ctx, store.ReasonMessage)
	if err := s.db.Tx(ctx, func(tx *store.Tx) error { return s.queue.InsertMany(ctx, tx, work) }); err != nil {
		return fmt.Errorf("keep what the provider of mails tells: %w", err)
	}
	return nil
}

// Heed writes into the log what the provider tells of mails, and takes addresses to which none
// arrives off the hands of everybody. A mail that the log does not know is nobody's; how often
// and in which order reports come makes no difference. An error means that it has to be called
// again.
func (s *Service) Heed(ctx context.Context, reports []jobs.MailReport) error {
	for _, r := range reports {
		if err := s.heed(ctx, r); err != nil {
			return fmt.Errorf("heed what is told of mail %s: %w", r.MailID, err)
		}
	}
	return nil
}

// heed finds whose a mail is, and goes on as that vendor.
func (s *Service) heed(ctx context.Context, r jobs.MailReport) error {
	row, err := s.db.MailDelivery.Get(store.AcrossVendors(ctx, store.ReasonMessage), r.MailID)
	if ent.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	vendor := uuid.Nil
	if row.VendorID != nil {
		vendor = *row.VendorID
	}
	own := as(ctx, vendor)
	return s.db.Tx(own, func(tx *store.Tx) error { return s.learn(own, tx, vendor, r) })
}

// learn changes a row by a report that it has not heard of.
func (s *Service) learn(ctx context.Context, tx *store.Tx, vendor uuid.UUID, r jobs.MailReport) error {
	row, err := tx.MailDelivery.Query().Where(maildelivery.ID(r.MailID)).ForUpdate().Only(ctx)
	if ent.IsNotFound(err) {
		return nil // erased in this moment
	}
	if err != nil || slices.Contains(row.Heard, r.ID) {
		return err
	}
	if r.Suppress != "" {
		if err := s.list(ctx, tx, vendor, row.Recipient, r); err != nil {
			return err
		}
	}
	u := tx.MailDelivery.UpdateOne(row)
	if row.SentAt == nil && r.Status != "" {
		u.SetSentAt(r.At) // it is faster than the note of who sent it
	}
	become(u, row, r)
	heard := append(slices.Clone(row.Heard), r.ID)
	return u.SetHeard(heard[max(0, len(heard)-maxHeard):]).Exec(ctx)
}

// badness orders what may become of a mail: it gets worse and never better, whatever comes
// first.
var badness = map[enum.MailStatus]int{
	enum.MailStatusQueued: 0, enum.MailStatusSent: 1, enum.MailStatusFailed: 2, enum.MailStatusSuppressed: 3, enum.MailStatusBounced: 4,
}

// become makes a row say what a report says of the mail.
func become(u *ent.MailDeliveryUpdateOne, row *ent.MailDelivery, r jobs.MailReport) {
	well := badness[row.Status] <= badness[enum.MailStatusSent]
	switch r.Status {
	case "":
	case enum.MailStatusQueued:
		if well && row.DeliveredAt == nil {
			u.SetStatus(enum.MailStatusSent).SetFailure(r.Reason)
		}
	case enum.MailStatusSent:
		if row.DeliveredAt == nil || r.At.Before(*row.DeliveredAt) {
			u.SetDeliveredAt(r.At)
		}
		if well {
			u.SetStatus(enum.MailStatusSent).ClearFailure()
		}
	default:
		if badness[r.Status] > badness[row.Status] {
			u.SetStatus(r.Status).SetFailure(r.Reason)
		}
	}
}

// list puts the address of a mail on the list of its vendor. That none arrives there weighs
// more than that somebody wants none.
func (s *Service) list(ctx context.Context, tx *store.Tx, vendor uuid.UUID, to string, r jobs.MailReport) error {
	if r.Suppress == enum.SuppressionReasonBounce {
		_, err := tx.MailSuppression.Delete().Where(
			mailsuppression.ScopeHash(s.scope(vendor, to)), mailsuppression.ReasonNEQ(enum.SuppressionReasonBounce)).Exec(ctx)
		if err != nil {
			return err
		}
	}
	_, err := s.suppress(ctx, tx.Client, vendor, to, r.Suppress, r.Reason)
	return err
}
