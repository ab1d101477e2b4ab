package graph

import (
	"context"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/graph/loader"
	"orion/internal/audit"
	"orion/internal/viewer"
)

// hidden reports whether an entry tells the viewer what staff did, and not which of them.
func hidden(ctx context.Context, e *ent.AuditEntry) bool {
	return audit.ByStaff(e) && !viewer.From(ctx).Platform()
}

// actorOf says who did something: by the address for a member of a team whom the viewer
// may see, by its name for a key.
func actorOf(ctx context.Context, e *ent.AuditEntry) (*audit.Actor, error) {
	actor := &audit.Actor{Audience: e.Audience}
	key, err := loader.FindOptional(ctx, loader.From(ctx).Key, e.APIKeyID)
	if err != nil {
		return nil, err
	}
	if key != nil {
		actor.APIKeyName = &key.Name
	}
	if hidden(ctx, e) {
		return actor, nil
	}
	actor.Email, err = emailOf(ctx, e.ActorID)
	return actor, err
}

// impersonatorOf says which of the staff did something on a vendor's behalf. That it was
// one of them is all that the vendor learns.
func impersonatorOf(ctx context.Context, e *ent.AuditEntry) (*audit.Actor, error) {
	if e.ImpersonatorID == nil {
		return nil, nil
	}
	actor := &audit.Actor{Audience: string(viewer.Admin)}
	if hidden(ctx, e) {
		return actor, nil
	}
	var err error
	actor.Email, err = emailOf(ctx, e.ImpersonatorID)
	return actor, err
}

// emailOf is the address of a user, nil for one that the viewer may not see.
func emailOf(ctx context.Context, id *uuid.UUID) (*string, error) {
	u, err := loader.FindOptional(ctx, loader.From(ctx).User, id)
	if err != nil || u == nil {
		return nil, err
	}
	return &u.Email, nil
}

// unlessHidden returns the text where the entry does not hide it.
func unlessHidden(ctx context.Context, e *ent.AuditEntry, text *string) *string {
	if hidden(ctx, e) {
		return nil
	}
	return text
}

// orElse is an argument, or its usual value where it was given as null.
func orElse(n *int, usual int) int {
	if n == nil {
		return usual
	}
	return *n
}
