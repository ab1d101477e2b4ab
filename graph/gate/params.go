package gate

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
)

// ReadBody returns the body of a POST that is fit to be decoded: JSON by its media
// type, not compressed, of at most BodyBytes, in UTF-8, nested no deeper than allowed,
// an object. A body announced as too long is not read at all.
//
// The error is answered with Status and Refusal; it never quotes the body.
func (l Limits) ReadBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	body, err := l.readBody(w, r)
	if err != nil {
		return nil, err
	}
	if err := scan(body, l.Nesting); err != nil {
		return nil, err
	}
	return body, nil
}

// readBody returns the body of a POST that is JSON by its media type, not compressed and not
// too long. Nobody has looked into it yet.
func (l Limits) readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if err := checkHeaders(r); err != nil {
		return nil, err
	}
	if r.ContentLength > l.BodyBytes {
		w.Header().Set("Connection", "close")
		return nil, l.tooLarge()
	}
	body, err := readAll(http.MaxBytesReader(w, r.Body, l.BodyBytes), r.ContentLength)
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, l.tooLarge()
	}
	if err != nil {
		return nil, unreadable(http.StatusBadRequest, "the body could not be read")
	}
	return body, nil
}

const (
	fewBytes  = 512     // of a body that has not told its length
	mostBytes = 8 << 10 // that are put aside for a body before it has come
)

// readAll reads a body whose announced length, -1 where there is none, says how much room to
// begin with.
func readAll(from io.Reader, announced int64) ([]byte, error) {
	if announced < 0 {
		announced = fewBytes
	}
	b := make([]byte, 0, min(announced, mostBytes)+1) // the end shows behind the last byte
	for {
		n, err := from.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
		switch {
		case err == io.EOF:
			return b, nil
		case err != nil:
			return b, err
		case len(b) == cap(b):
			b = append(b, 0)[:len(b)]
		}
	}
}

func (l Limits) tooLarge() error {
	return unreadable(http.StatusRequestEntityTooLarge, "the body is larger than %d bytes", l.BodyBytes)
}

// checkHeaders refuses what a page of another site can send without asking first: forms
// and plain text. It also refuses compressed bodies, whose true size is not known.
func checkHeaders(r *http.Request) error {
	if r.Header.Get("Content-Type") == mediaJSON && r.Header["Content-Encoding"] == nil {
		return nil // as nearly all say it
	}
	for _, e := range r.Header.Values("Content-Encoding") {
		if e != "" && !strings.EqualFold(e, "identity") {
			return unreadable(http.StatusUnsupportedMediaType, "a compressed body is not accepted")
		}
	}
	media, args, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "application/json" {
		return unreadable(http.StatusUnsupportedMediaType, "the Content-Type must be application/json")
	}
	if c, ok := args["charset"]; ok && !strings.EqualFold(c, "utf-8") {
		return unreadable(http.StatusUnsupportedMediaType, "the charset must be utf-8")
	}
	return nil
}

// decodeBody reads the parameters of a request from its JSON. Names are taken exactly
// as they are written; names it does not know are passed over.
func decodeBody(body []byte) (*graphql.RawParams, error) {
	var fields map[string]json.RawMessage
	if first := bytes.TrimLeft(body, " \t\r\n"); len(first) == 0 {
		return nil, unreadable(http.StatusBadRequest, "the body is empty")
	} else if first[0] == '[' {
		return nil, unreadable(http.StatusBadRequest, "one operation a request: lists of requests are not accepted")
	}
	if err := json.Unmarshal(body, &fields); err != nil || fields == nil {
		return nil, unreadable(http.StatusBadRequest, "the body must be one JSON object")
	}
	var p graphql.RawParams
	for _, f := range []struct {
		name, told string
		to         any
	}{
		{"query", "query must be a text", &p.Query},
		{"operationName", "operationName must be a text", &p.OperationName},
		{"variables", "variables must be an object", &p.Variables},
		{"extensions", "extensions must be an object", &p.Extensions},
	} {
		if err := decode(fields[f.name], f.to); err != nil {
			return nil, unreadable(http.StatusBadRequest, f.told)
		}
	}
	return &p, nil
}

// CheckBody reports whether a body is the JSON of a request, for transports that decode
// it themselves.
func CheckBody(body []byte) error {
	_, err := decodeBody(body)
	return err
}

// decode keeps numbers as they are written. A missing value and null change nothing.
func decode(raw []byte, to any) error {
	if len(raw) == 0 {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(to); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("more than one value")
	}
	return nil
}

// decodeURL reads the parameters of a GET.
func (l Limits) decodeURL(raw string) (*graphql.RawParams, error) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, unreadable(http.StatusBadRequest, "the address could not be read")
	}
	var p graphql.RawParams
	for name, to := range map[string]*string{"query": &p.Query, "operationName": &p.OperationName} {
		if *to, err = single(values, name); err != nil {
			return nil, err
		}
		if !utf8.ValidString(*to) {
			return nil, unreadable(http.StatusBadRequest, "%s must be UTF-8", name)
		}
	}
	for name, to := range map[string]*map[string]any{"variables": &p.Variables, "extensions": &p.Extensions} {
		text, err := single(values, name)
		if err != nil {
			return nil, err
		}
		if err := scan([]byte(text), l.Nesting); err != nil {
			return nil, err
		}
		if decode([]byte(text), to) != nil {
			return nil, unreadable(http.StatusBadRequest, "%s must be an object", name)
		}
	}
	return &p, nil
}

func single(values url.Values, name string) (string, error) {
	if len(values[name]) > 1 {
		return "", unreadable(http.StatusBadRequest, "%s is there twice", name)
	}
	return values.Get(name), nil
}
