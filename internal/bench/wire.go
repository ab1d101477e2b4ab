package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
)

// A wire asks one thing again and again over one connection. It spends so little on it that
// the server has the machine to itself: a client of net/http takes longer for an answer than
// the server does that gives a kept one.
type wire struct {
	conn    net.Conn
	in      *bufio.Reader
	request []byte
}

func dial(ctx context.Context, t *target) (*wire, error) {
	req, err := t.request(ctx)
	if err != nil {
		return nil, err
	}
	var raw bytes.Buffer
	if err := req.Write(&raw); err != nil {
		return nil, fmt.Errorf("write a request: %w", err)
	}
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", t.addr)
	if err != nil {
		return nil, fmt.Errorf("reach %s: %w", t.name, err)
	}
	return &wire{conn: conn, in: bufio.NewReaderSize(conn, 64<<10), request: raw.Bytes()}, nil
}

func (w *wire) close() { _ = w.conn.Close() } // the answers have come

var (
	fine   = []byte("HTTP/1.1 200 ")
	length = []byte(http.CanonicalHeaderKey("content-length") + ": ")
	wrong  = []byte(`"errors"`)
)

// ask sends the request and reads the answer, which must be good and tell its length.
func (w *wire) ask() error {
	if _, err := w.conn.Write(w.request); err != nil {
		return err
	}
	size, err := w.head()
	if err != nil {
		return err
	}
	begin, err := w.in.Peek(min(size, 100))
	if err != nil {
		return err
	}
	if bytes.Contains(begin, wrong) {
		return fmt.Errorf("it answered %s", begin)
	}
	_, err = w.in.Discard(size)
	return err
}

func (w *wire) head() (size int, err error) {
	size = -1
	for first := true; ; first = false {
		line, err := w.in.ReadSlice('\n')
		if err != nil {
			return 0, err
		}
		line = bytes.TrimRight(line, "\r\n")
		switch value, ok := bytes.CutPrefix(line, length); {
		case first && !bytes.HasPrefix(line, fine):
			return 0, fmt.Errorf("it answered %s", line)
		case ok:
			if size, err = strconv.Atoi(string(value)); err != nil {
				return 0, fmt.Errorf("read the length of an answer: %w", err)
			}
		case len(line) == 0 && size < 0:
			return 0, errors.Join(errors.New("the answer does not tell its length"), io.ErrUnexpectedEOF)
		case len(line) == 0:
			return size, nil
		}
	}
}
