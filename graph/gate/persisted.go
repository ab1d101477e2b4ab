package gate

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/99designs/gqlgen/graphql"
	"github.com/maypok86/otter/v2"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"orion/internal/kit/errs"
)

// Persisted is the extension of automatic persisted queries: a client sends the SHA-256
// of a document it believes known, and the document beside it only when told that it is
// not. It must be the first extension.
//
// Only documents that passed validation are kept, in so many bytes, and a caller may
// bring new ones only at the pace of its bucket; beyond that they run and are not kept.
type Persisted struct {
	texts  *otter.Cache[string, string]
	pace   *Buckets
	caller func(context.Context) Caller
}

// NewPersisted returns the extension. pace is charged a point for each new document.
func NewPersisted(bytes uint64, pace *Buckets, caller func(context.Context) Caller) *Persisted {
	return &Persisted{
		texts: otter.Must(&otter.Options[string, string]{
			MaximumWeight: bytes,
			Weigher:       func(_, text string) uint32 { return uint32(200 + len(text)) },
		}),
		pace: pace, caller: caller,
	}
}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationParameterMutator
	graphql.OperationContextMutator
} = (*Persisted)(nil)

// ExtensionName implements graphql.HandlerExtension.
func (*Persisted) ExtensionName() string { return "Persisted" }

// Validate implements graphql.HandlerExtension.
func (*Persisted) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters implements graphql.OperationParameterMutator.
func (p *Persisted) MutateOperationParameters(_ context.Context, params *graphql.RawParams) *gqlerror.Error {
	hash, err := hashOf(params.Extensions)
	switch {
	case err != nil:
		return err
	case hash == "":
		return nil
	case params.Query == "":
		text, ok := p.texts.GetIfPresent(hash)
		if !ok {
			return Refuse(&errs.Error{Code: errs.PersistedQueryNotFound, Format: "PersistedQueryNotFound"}) // clients know these words
		}
		params.Query = text
	case hashText(params.Query) != hash:
		return bad("sha256Hash is not the hash of the query")
	}
	return nil
}

// MutateOperationContext implements graphql.OperationContextMutator. By now the document
// is known to be valid.
func (p *Persisted) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	hash := Hash(op)
	if hash == "" {
		return nil
	}
	if _, ok := p.texts.GetIfPresent(hash); ok {
		return nil
	}
	if p.pace.Take(ctx, p.caller(ctx), 1).Enough {
		p.texts.Set(hash, op.RawQuery)
	}
	return nil
}

// Hash returns the hash under which the operation was asked for, "" where it was not
// asked for by hash.
func Hash(op *graphql.OperationContext) string {
	hash, _ := hashOf(op.Extensions)
	return hash
}

func hashText(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// hashOf reads the extension of the request, which may be anything.
func hashOf(extensions map[string]any) (string, *gqlerror.Error) {
	raw, ok := extensions["persistedQuery"]
	if !ok || raw == nil {
		return "", nil
	}
	fields, _ := raw.(map[string]any)
	hash, _ := fields["sha256Hash"].(string)
	if b, err := hex.DecodeString(hash); err != nil || len(b) != sha256.Size {
		return "", bad("persistedQuery needs sha256Hash, 64 hexadecimal digits")
	}
	if v, _ := fields["version"].(json.Number); v != "1" {
		return "", bad("persistedQuery must be of version 1")
	}
	return hash, nil
}
