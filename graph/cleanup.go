package graph

import (
	"context"

	"orion/internal/cleanup"
	"orion/internal/kit/i18n"
)

// noteOf is what there is to know of a kind beside, in the language of the request.
func noteOf(ctx context.Context, l *cleanup.Line) *string {
	if l.Hint == "" {
		return nil
	}
	return new(i18n.T(ctx, l.Hint))
}
