package fetch

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"time"
)

// A Body is the content of a file as it comes, unpacked where it was packed for the
// way. It is for one goroutine.
type Body struct {
	caller, ours context.Context
	cancel       context.CancelFunc

	raw   io.ReadCloser
	r     io.Reader // of raw, unpacked
	limit int64
	came  int64 // bytes as they come
	n     int64 // and unpacked

	idle time.Duration
	slow bool // of a host that sent nothing for as long as idle
	err  error
}

// The ratio of packed to unpacked is bounded beyond ratioFrom: a file that says the
// same in every line is small, and a bomb is not.
const (
	ratio     = 200
	ratioFrom = 10 << 20
)

func newBody(caller, ours context.Context, res *http.Response, r *Request) (*Body, error) {
	b := &Body{caller: caller, ours: ours, raw: res.Body, limit: r.Bytes, idle: r.Idle}
	b.r = (*wire)(b)
	switch res.Header.Get("Content-Encoding") {
	case "", "identity":
	case "gzip", "x-gzip":
		b.r = &unpacking{b: b}
	default:
		return nil, &Error{Code: CodeBroken, Format: "the host packs the file in a way that nobody asked for"}
	}
	return b, nil
}

// Read implements io.Reader.
func (b *Body) Read(p []byte) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	n, err := b.r.Read(p)
	b.n += int64(n)
	switch {
	case b.n > b.limit:
		n, err = 0, tooLarge(b.limit)
	case b.n > ratioFrom && b.n/ratio > b.came:
		n, err = 0, &Error{Code: CodeTooLarge, Format: "the file unpacks to more than %v times its size", Args: []any{ratio}}
	case err != nil && !errors.Is(err, io.EOF):
		err = b.blame(err)
	}
	b.err = err
	return n, err
}

// Close gives the connection back.
func (b *Body) Close() error {
	b.cancel()
	return b.raw.Close()
}

// blame turns what broke off a file into what may be told of it.
func (b *Body) blame(err error) error {
	if b.slow && b.caller.Err() == nil {
		return timedOut()
	}
	if _, ok := errors.AsType[*Error](err); ok || b.caller.Err() != nil || b.ours.Err() != nil {
		return refused(b.caller, b.ours, err)
	}
	return broken()
}

// wire reads a Body as it comes, and gives up a host that sends nothing for too long.
type wire Body

// Read implements io.Reader.
func (w *wire) Read(p []byte) (int, error) {
	late := make(chan struct{})
	timer := time.AfterFunc(w.idle, func() { close(late); w.cancel() })
	n, err := w.raw.Read(p)
	if !timer.Stop() {
		<-late
		w.slow = true
	}
	if w.came += int64(n); w.came > w.limit {
		return 0, tooLarge(w.limit)
	}
	return n, err
}

// unpacking begins to unpack with the first read, so that whoever asked has the answer
// before its first byte.
type unpacking struct {
	b    *Body
	gzip *gzip.Reader
}

// Read implements io.Reader.
func (u *unpacking) Read(p []byte) (n int, err error) {
	if u.gzip == nil {
		in := bufio.NewReader((*wire)(u.b))
		if _, err := in.Peek(1); errors.Is(err, io.EOF) {
			return 0, io.EOF // an empty file, not packed at all
		}
		if u.gzip, err = gzip.NewReader(in); err != nil {
			return 0, err
		}
	}
	return u.gzip.Read(p)
}
