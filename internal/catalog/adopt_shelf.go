package catalog

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"orion/internal/media"
	"orion/internal/store"
)

// refer writes down the pictures of articles, behind those that their products have,
// and leaves out what a product has already.
func (s *Service) refer(ctx context.Context, tx *store.Tx, articles []Article, out []Adopted) error {
	var known []uuid.UUID
	for _, a := range articles {
		if a.ProductID != uuid.Nil {
			known = append(known, a.ProductID)
		}
	}
	have, err := picturesOf(ctx, tx, known)
	if err != nil {
		return err
	}
	var refs []media.Reference
	for i, a := range articles {
		p := out[i].Product
		next, there := 0, map[string]bool{}
		for _, h := range have[p.ID] {
			next, there[h.url] = h.position+1, true
		}
		for _, address := range a.Pictures {
			if there[address] || next >= MaxMedia {
				continue
			}
			there[address] = true
			refs = append(refs, media.Reference{ProductID: p.ID, URL: address, Alt: p.Title, Position: next})
			next++
		}
	}
	return s.media.Refer(ctx, tx, refs)
}

func idsOf[T any](m map[uuid.UUID]T) []uuid.UUID {
	out := make([]uuid.UUID, 0, len(m))
	for id := range m {
		out = append(out, id)
	}
	slices.SortFunc(out, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	return out
}
