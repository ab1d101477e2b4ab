package feed

import (
	"bytes"
	"io"
)

const firstWindow = 256 << 10

// input is a window onto a stream. What lies behind pos may be dropped, what
// lies ahead can be read again, which is what recovering from a bad quote takes.
type input struct {
	r        io.Reader
	buf      []byte
	pos, end int
	max      int
	err      error
}

func newInput(r io.Reader, limit int) *input {
	return &input{r: r, buf: make([]byte, min(firstWindow, limit)), max: limit}
}

// ahead is what the window holds from pos on.
func (in *input) ahead() []byte { return in.buf[in.pos:in.end] }

// more reads on. It returns false at the end of the stream, after a failure
// (see err), and where the window would have to be larger than its limit.
func (in *input) more() bool {
	if in.err != nil || !in.room() {
		return false
	}
	for in.err == nil {
		n, err := in.r.Read(in.buf[in.end:])
		in.end += n
		in.err = err
		if n > 0 {
			return true
		}
	}
	return false
}

func (in *input) room() bool {
	if in.end < len(in.buf) {
		return true
	}
	if in.pos > 0 {
		in.end = copy(in.buf, in.ahead())
		in.pos = 0
		return true
	}
	if len(in.buf) >= in.max {
		return false
	}
	grown := make([]byte, min(2*len(in.buf), in.max))
	copy(grown, in.buf)
	in.buf = grown
	return true
}

// fill reads until n bytes lie ahead or the stream ends.
func (in *input) fill(n int) {
	for in.end-in.pos < n && in.more() {
	}
}

// failed returns the error of the stream; its end is none.
func (in *input) failed() error {
	if in.err == io.EOF { //nolint:errorlint // a reader returns the bare value
		return nil
	}
	return in.err
}

// skipLine drops everything up to and with the next line break, without
// holding it.
func (in *input) skipLine() {
	for {
		if i := bytes.IndexByte(in.ahead(), '\n'); i >= 0 {
			in.pos += i + 1
			return
		}
		in.pos = in.end
		if !in.more() {
			return
		}
	}
}

// capped ends a stream with a *FileError once it is longer than the limit.
type capped struct {
	r     io.Reader
	left  int64
	limit int64
}

func (c *capped) Read(p []byte) (int, error) {
	// One byte more than allowed, so that a file of exactly the limit passes.
	if int64(len(p)) > c.left+1 {
		p = p[:c.left+1]
	}
	n, err := c.r.Read(p)
	if c.left -= int64(n); c.left < 0 {
		return 0, fileError(FileTooLarge, "the file is larger than %v bytes", c.limit)
	}
	return n, err
}

// newlines turns the bare carriage returns of old Macintosh files into line feeds.
type newlines struct{ r io.Reader }

func (c newlines) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	for i, b := range p[:n] {
		if b == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}
