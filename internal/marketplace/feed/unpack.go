package feed

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
)

// counted counts what is read, and remembers how the stream itself ended.
type counted struct {
	r   io.Reader
	n   int64
	err error
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	if err != nil {
		c.err = err
	}
	return n, err
}

// failed returns the error of the stream; its end is none.
func (c *counted) failed() error {
	if errors.Is(c.err, io.EOF) {
		return nil
	}
	return c.err
}

const gzipMagic = "\x1F\x8B"

// unpacked is what a file contains that gzip may have compressed, in one member or
// several. A stream that fails is not taken for a broken file.
func unpacked(file *counted, limits Limits) (io.Reader, error) {
	b := bufio.NewReaderSize(file, 64<<10)
	head, err := b.Peek(len(gzipMagic))
	if err != nil && file.failed() != nil {
		return nil, fmt.Errorf("read feed: %w", file.failed())
	}
	if string(head) != gzipMagic {
		return b, nil
	}
	z := &unpacker{file: file, ratio: limits.Ratio}
	if z.gzip, err = gzip.NewReader(b); err != nil {
		return nil, z.blame(err)
	}
	return z, nil
}

// ratioFrom is how much of a compressed file is unpacked before its ratio counts.
// A feed that says the same in every row is small, and a bomb is not.
const ratioFrom = 10 << 20

// unpacker unpacks a file, and refuses one that was made to grow. What the file
// says of its own size is never asked.
type unpacker struct {
	gzip  *gzip.Reader
	file  *counted
	ratio int64
	n     int64
}

func (u *unpacker) Read(p []byte) (int, error) {
	n, err := u.gzip.Read(p)
	u.n += int64(n)
	if u.n > ratioFrom && u.n/u.ratio > u.file.n {
		return 0, fileError(FileCompressed, "the compressed file unpacks to more than %v times its size", u.ratio)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = u.blame(err)
	}
	return n, err
}

// blame says who is at fault: the stream, or whoever made the file.
func (u *unpacker) blame(err error) error {
	if failed := u.file.failed(); failed != nil {
		return fmt.Errorf("read feed: %w", failed)
	}
	if file, ok := errors.AsType[*FileError](err); ok {
		return file
	}
	return fileError(FileCompressed, "the compressed file is broken; compress it again")
}
