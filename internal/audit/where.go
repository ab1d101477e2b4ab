package audit

import (
	"context"
	"fmt"
	"strings"

	"entgo.io/ent/dialect/sql"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/auditentry"
	"orion/ent/gen/ent/predicate"
	"orion/ent/gen/ent/user"
	"orion/internal/kit/errs"
	"orion/internal/kit/filter"
	"orion/internal/viewer"
)

// maxWords is how many audiences and actions a filter takes.
const maxWords = 50

func (w *Where) validate(ctx context.Context) error {
	if w.VendorID != nil && !viewer.From(ctx).Platform() {
		return errs.Field("where.vendorId", "is for the platform's staff alone")
	}
	for name, t := range map[string]*string{"actorEmail": w.ActorEmail, "target": w.Target, "requestId": w.RequestID} {
		if t != nil && len(*t) > filter.MaxText {
			return errs.New(errs.TooLong, "is too long").At("where." + name)
		}
	}
	for name, of := range map[string][]string{"audience": w.Audience, "action": w.Action} {
		if len(of) > maxWords {
			return errs.New(errs.TooMany, "has more than %d values", maxWords).At("where." + name)
		}
		for _, t := range of {
			if len(t) > filter.MaxText {
				return errs.New(errs.TooLong, "is too long").At("where." + name)
			}
		}
	}
	return nil
}

// narrow returns the conditions of a filter, for the viewer of the context.
func (l *Log) narrow(ctx context.Context, w *Where) ([]predicate.AuditEntry, error) {
	if w == nil {
		return nil, nil
	}
	if err := w.validate(ctx); err != nil {
		return nil, err
	}
	var out []predicate.AuditEntry
	if w.VendorID != nil {
		out = append(out, auditentry.VendorID(w.VendorID.As("Vendor")))
	}
	if w.ActorEmail != nil {
		by, err := l.by(ctx, *w.ActorEmail)
		if err != nil {
			return nil, err
		}
		out = append(out, by)
	}
	if w.Audience != nil {
		out = append(out, auditentry.AudienceIn(w.Audience...))
	}
	if w.Action != nil {
		out = append(out, actionsIn(w.Action))
	}
	if w.Target != nil {
		out = append(out, auditentry.Target(*w.Target))
	}
	if w.RequestID != nil {
		out = append(out, auditentry.RequestID(*w.RequestID))
	}
	if w.Impersonated != nil {
		out = append(out, auditentry.ImpersonatorIDIsNil())
		if *w.Impersonated {
			out[len(out)-1] = auditentry.ImpersonatorIDNotNil()
		}
	}
	if w.OccurredAt != nil {
		out = append(out, func(s *sql.Selector) {
			for _, p := range w.OccurredAt.Where(s.C(auditentry.FieldCreatedAt)) {
				s.Where(p)
			}
		})
	}
	return out, nil
}

// by matches what somebody did, whose address the viewer may look up. What staff did is
// theirs by address for the staff alone, also what they did on a vendor's behalf.
func (l *Log) by(ctx context.Context, email string) (predicate.AuditEntry, error) {
	id, err := l.db.User.Query().Where(user.Email(strings.ToLower(strings.TrimSpace(email)))).OnlyID(ctx)
	switch {
	case ent.IsNotFound(err):
		return auditentry.IDIn(), nil
	case err != nil:
		return nil, fmt.Errorf("look up the actor: %w", err)
	case viewer.From(ctx).Platform():
		return auditentry.Or(auditentry.ActorID(id), auditentry.ImpersonatorID(id)), nil
	}
	return auditentry.And(auditentry.ActorID(id), auditentry.AudienceNEQ(string(viewer.Admin))), nil
}

// actionsIn matches whole actions, and all that begin with a noun.
func actionsIn(words []string) predicate.AuditEntry {
	any := []predicate.AuditEntry{auditentry.IDIn()} // no word is no entry
	for _, w := range words {
		if strings.Contains(w, ".") {
			any = append(any, auditentry.Action(w))
		} else {
			any = append(any, auditentry.ActionHasPrefix(w+"."))
		}
	}
	return auditentry.Or(any...)
}

// ByStaff reports whether staff of the platform did it, as themselves or on a vendor's
// behalf. The vendor never learns who they are, nor from where.
func ByStaff(e *ent.AuditEntry) bool {
	return e.Audience == string(viewer.Admin) || e.ImpersonatorID != nil
}
