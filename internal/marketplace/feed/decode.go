package feed

import (
	"encoding/binary"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// decoder turns the bytes of a record into a string. Where nothing says which
// encoding a file has, valid UTF-8 wins, else it is read as Windows-1252.
type decoder struct {
	encoding Encoding // EncodingAuto until something other than ASCII was seen
	guessed  bool
	buf      []byte
}

func guessedEncoding() Problem {
	return Problem{
		Severity: Warning, Code: CodeGuessed, Format: "the file is not UTF-8 and was read as Windows-1252",
		Hint: "save the file as UTF-8, or state its encoding",
	}
}

// sample decides by the beginning of a file. A few broken bytes among good UTF-8
// are broken UTF-8, not another encoding.
func (d *decoder) sample(head []byte) {
	if d.encoding != EncodingAuto {
		return
	}
	good, bad := 0, 0
	for len(head) >= utf8.UTFMax { // the last character may have been cut
		r, size := utf8.DecodeRune(head)
		switch {
		case r == utf8.RuneError && size == 1:
			bad++
		case size > 1:
			good++
		}
		head = head[size:]
	}
	if good+bad > 0 {
		d.decide(good > bad)
	}
}

// settle decides by the first record that is more than ASCII.
func (d *decoder) settle(rec []byte) {
	if d.encoding == EncodingAuto && !isASCII(rec) {
		d.decide(utf8.Valid(rec))
	}
}

func (d *decoder) decide(isUTF8 bool) {
	d.encoding = EncodingUTF8
	if !isUTF8 {
		d.encoding, d.guessed = EncodingWindows1252, true
	}
}

// decode returns the record as a string and whether it is all ASCII. The cells
// are moved along with the text. Bytes that are no character leave a string that
// is no valid UTF-8.
func (d *decoder) decode(rec []byte, cells []span) (string, bool) {
	if isASCII(rec) {
		return string(rec), true
	}
	if d.encoding != EncodingWindows1252 {
		return string(rec), false
	}
	d.buf = d.buf[:0]
	for i, c := range cells {
		from := int32(len(d.buf))
		for _, b := range rec[c.start:c.end] {
			if c := windows1252[b]; c != utf8.RuneError {
				d.buf = utf8.AppendRune(d.buf, c)
			} else {
				d.buf = append(d.buf, b) // no character at all: no valid UTF-8 either
			}
		}
		cells[i] = span{from, int32(len(d.buf))}
	}
	return string(d.buf), false
}

var windows1252 = func() (table [256]rune) {
	for i := range table {
		table[i] = charmap.Windows1252.DecodeByte(byte(i))
	}
	return table
}()

func isASCII[T ~string | ~[]byte](s T) bool {
	b := []byte(s)
	for len(b) >= 8 {
		if binary.LittleEndian.Uint64(b)&0x8080808080808080 != 0 {
			return false
		}
		b = b[8:]
	}
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
