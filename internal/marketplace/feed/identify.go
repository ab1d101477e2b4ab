package feed

import (
	"bytes"
	"fmt"
	"io"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

const sniffed = 4 << 10

// identify finds out in which encoding the stream is, as far as its first bytes
// tell, and refuses what is no text with columns. It leaves the stream after a
// byte-order mark, decoded where it was UTF-16 and with line feeds for line
// breaks where it had bare carriage returns.
func identify(in *input, declared Encoding) (Encoding, error) {
	in.fill(sniffed)
	enc, err := mark(in, declared)
	if err != nil {
		return "", err
	}
	if enc == EncodingUTF16LE || enc == EncodingUTF16BE {
		order := unicode.LittleEndian
		if enc == EncodingUTF16BE {
			order = unicode.BigEndian
		}
		in.through(func(r io.Reader) io.Reader {
			return transform.NewReader(r, unicode.UTF16(order, unicode.IgnoreBOM).NewDecoder())
		})
		in.fill(sniffed)
	}
	if err := in.failed(); err != nil {
		return "", fmt.Errorf("read feed: %w", err)
	}
	if err := refuse(in.ahead()); err != nil {
		return "", err
	}
	if bareReturns(in.ahead()) {
		in.through(func(r io.Reader) io.Reader { return newlines{r} })
	}
	return enc, nil
}

// decoded is the encoding of what the window holds: UTF-16 has been decoded.
func (e Encoding) decoded() Encoding {
	if e == EncodingUTF16LE || e == EncodingUTF16BE {
		return EncodingUTF8
	}
	return e
}

// through puts a filter between the stream and the window.
func (in *input) through(filter func(io.Reader) io.Reader) {
	rest := in.r
	if in.err != nil {
		rest = ended{in.err}
	}
	seen := bytes.Clone(in.ahead())
	in.r = filter(io.MultiReader(bytes.NewReader(seen), rest))
	in.pos, in.end, in.err = 0, 0, nil
}

type ended struct{ err error }

func (e ended) Read([]byte) (int, error) { return 0, e.err }

// mark takes off a byte-order mark, which overrules what was declared.
func mark(in *input, declared Encoding) (Encoding, error) {
	ahead := in.ahead()
	for _, m := range []struct {
		bytes string
		enc   Encoding
	}{
		{"\xEF\xBB\xBF", EncodingUTF8},
		{"\xFF\xFE\x00\x00", "UTF-32"},
		{"\x00\x00\xFE\xFF", "UTF-32"},
		{"\xFF\xFE", EncodingUTF16LE},
		{"\xFE\xFF", EncodingUTF16BE},
	} {
		if !bytes.HasPrefix(ahead, []byte(m.bytes)) {
			continue
		}
		if m.enc == "UTF-32" {
			return "", fileError(FileEncoding, "the file is encoded in UTF-32; save it as UTF-8")
		}
		in.pos += len(m.bytes)
		return m.enc, nil
	}
	return declared, nil
}

// kinds are what files with the wrong content begin with, and what is said of them.
var kinds = []struct{ prefix, format string }{
	{"PK\x03\x04", "this is an Excel workbook or a ZIP archive, not a CSV file; save it as CSV, or unpack it and send the CSV file alone"},
	{"PK\x05\x06", "this is an Excel workbook or a ZIP archive, not a CSV file; save it as CSV, or unpack it and send the CSV file alone"},
	{"PK\x07\x08", "this is an Excel workbook or a ZIP archive, not a CSV file; save it as CSV, or unpack it and send the CSV file alone"},
	{"\xD0\xCF\x11\xE0", "this is an Excel workbook or a ZIP archive, not a CSV file; save it as CSV, or unpack it and send the CSV file alone"},
	{"%PDF", "this is a PDF document, not a CSV file"},
	{"\x1F\x8B", "this is a compressed file, not a CSV file; unpack it first"},
	{"BZh", "this is a compressed file, not a CSV file; unpack it first"},
	{"\xFD7zXZ", "this is a compressed file, not a CSV file; unpack it first"},
	{"\x28\xB5\x2F\xFD", "this is a compressed file, not a CSV file; unpack it first"},
	{"7z\xBC\xAF", "this is a compressed file, not a CSV file; unpack it first"},
	{"Rar!", "this is a compressed file, not a CSV file; unpack it first"},
	{"\x89PNG", "this is a picture, not a CSV file"},
	{"\xFF\xD8\xFF", "this is a picture, not a CSV file"},
	{"GIF8", "this is a picture, not a CSV file"},
	{"RIFF", "this is a picture, not a CSV file"},
	{"\x7FELF", "this is a program, not a CSV file"},
	{"{", "this is JSON, not a CSV file"},
	{"[", "this is JSON, not a CSV file"},
	{"<?xml", "this is XML, not a CSV file"},
	{"<", "this is an HTML page, not a CSV file"},
}

func refuse(head []byte) error {
	text := bytes.TrimLeft(head, " \t\r\n\x00")
	if len(text) == 0 {
		return fileError(FileEmpty, "the file is empty")
	}
	for _, k := range kinds {
		if bytes.HasPrefix(text, []byte(k.prefix)) {
			return fileError(FileNotText, k.format)
		}
	}
	line := head
	if i := bytes.IndexAny(text, "\r\n"); i >= 0 {
		line = head[:len(head)-len(text)+i]
	}
	if bytes.IndexByte(line, 0) >= 0 {
		return fileError(FileEncoding,
			"the file contains NUL bytes; it looks like UTF-16 without a byte-order mark; save it as UTF-8")
	}
	return nil
}

// bareReturns reports whether the first line ends with a carriage return alone.
func bareReturns(head []byte) bool {
	quoted := false
	for i, b := range head {
		switch {
		case b == '"':
			quoted = !quoted
		case quoted:
		case b == '\n':
			return false
		case b == '\r':
			return i+1 < len(head) && head[i+1] != '\n'
		}
	}
	return false
}
