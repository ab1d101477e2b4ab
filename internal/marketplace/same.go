package marketplace

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"
)

// sameContent reports whether two files say the same, byte for byte. One that is not
// there any more is like no other.
func sameContent(ctx context.Context, b *blob.Bucket, one, other string) (bool, error) {
	var readers [2]io.Reader
	for i, key := range []string{one, other} {
		r, err := b.NewReader(ctx, key, nil)
		if gcerrors.Code(err) == gcerrors.NotFound {
			return false, nil
		}
		if err != nil {
			return false, fmt.Errorf("compare files: %w", err)
		}
		defer func() { _ = r.Close() }()
		readers[i] = r
	}
	return alike(readers[0], readers[1])
}

func alike(a, b io.Reader) (bool, error) {
	x, y := make([]byte, 256<<10), make([]byte, 256<<10)
	for {
		n, errX := io.ReadFull(a, x)
		m, errY := io.ReadFull(b, y)
		if !bytes.Equal(x[:n], y[:m]) {
			return false, nil
		}
		for _, err := range []error{errX, errY} {
			if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
				return false, fmt.Errorf("compare files: %w", err)
			}
		}
		if errX != nil || errY != nil {
			return (errX != nil) == (errY != nil), nil //nolint:nilerr // both are the end of a file
		}
	}
}
