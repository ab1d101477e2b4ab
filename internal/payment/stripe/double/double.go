// Package double stands for Stripe in tests and in development: an API in memory that takes
// what we ask of Stripe, in the words in which Stripe takes it, and answers as Stripe does.
// It moves no money.
package double

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
)

// An Object is one of Stripe's, as JSON has it.
type Object = map[string]any

// A Call is a request that the double has had.
type Call struct {
	Method, Path, Key, IdempotencyKey, Version string
	Form                                       url.Values
}

// A Double is the API. Its zero value is not ready: use New.
type Double struct {
	// Ready opens accounts that lack nothing, as if their vendors had answered all that is asked.
	Ready bool

	mu      sync.Mutex
	run     string // in every name: a double that is made later gives none of them again
	made    int
	objects map[string]Object
	kept    map[string]keptAnswer
	calls   []Call
	// trouble is what the next requests meet instead of an answer.
	trouble []func(http.ResponseWriter)
}

// keptAnswer is what was said to an idempotency key, and to which words.
type keptAnswer struct {
	words  string
	status int
	body   []byte
}

// New returns a Double that knows nobody.
func New() *Double {
	return &Double{run: rand.Text()[:6], objects: map[string]Object{}, kept: map[string]keptAnswer{}}
}

// Client sends requests to the double without a network.
func (d *Double) Client() *http.Client { return &http.Client{Transport: d} }

// RoundTrip implements http.RoundTripper.
func (d *Double) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return w.Result(), nil
}

// Meet makes the next requests meet trouble, one each, before they are looked at.
func (d *Double) Meet(trouble ...func(http.ResponseWriter)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.trouble = append(d.trouble, trouble...)
}

// Fail is trouble: a refusal in Stripe's form.
func Fail(status int, kind, code, message string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		say(w, status, Object{"error": Object{"type": kind, "code": code, "message": message}})
	}
}

// Calls are the requests so far.
func (d *Double) Calls() []Call {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]Call(nil), d.calls...)
}

// ServeHTTP implements http.Handler.
func (d *Double) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		say(w, http.StatusBadRequest, wrong("invalid_request_error", "", err.Error()))
		return
	}
	d.mu.Lock()
	d.calls = append(d.calls, Call{
		Method: r.Method, Path: r.URL.Path, Key: strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "),
		IdempotencyKey: r.Header.Get("Idempotency-Key"), Version: r.Header.Get("Stripe-Version"), Form: r.Form,
	})
	var trouble func(http.ResponseWriter)
	if len(d.trouble) > 0 {
		trouble, d.trouble = d.trouble[0], d.trouble[1:]
	}
	d.mu.Unlock()
	if trouble != nil {
		trouble(w) // not under the lock: it may take its time
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.once(w, r)
}

// once answers a key that was used before as it was answered then.
func (d *Double) once(w http.ResponseWriter, r *http.Request) {
	key := r.Header.Get("Idempotency-Key")
	if r.Method != http.MethodPost || key == "" {
		status, body := d.answer(r)
		say(w, status, body)
		return
	}
	words := r.URL.Path + "?" + r.Form.Encode()
	if k, ok := d.kept[key]; ok {
		if k.words != words {
			say(w, http.StatusBadRequest, wrong("idempotency_error", "", "Keys for idempotent requests can only be used with the same parameters they were first used with."))
			return
		}
		w.Header().Set("Idempotent-Replayed", "true")
		write(w, k.status, k.body)
		return
	}
	status, body := d.answer(r)
	raw, err := json.Marshal(body)
	if err != nil {
		panic(err) // made of maps and texts
	}
	if status == http.StatusOK {
		d.kept[key] = keptAnswer{words: words, status: status, body: raw}
	}
	write(w, status, raw)
}

// answer does what is asked.
func (d *Double) answer(r *http.Request) (int, Object) {
	part := strings.Split(strings.TrimPrefix(r.URL.Path, "/v1/"), "/")
	switch {
	case r.Method == http.MethodGet && len(part) == 2:
		if o := d.objects[part[1]]; o != nil {
			return http.StatusOK, o
		}
		return http.StatusNotFound, wrong("invalid_request_error", "resource_missing", "No such object: '"+part[1]+"'")
	case r.Method != http.MethodPost:
	case len(part) == 1 && part[0] == "payment_intents":
		return d.openIntent(r.Form)
	case len(part) == 3 && part[0] == "payment_intents" && part[2] == "cancel":
		return d.cancel(part[1])
	case len(part) == 1 && part[0] == "refunds":
		return d.giveBack(r.Form)
	case len(part) == 1 && part[0] == "accounts":
		return d.openAccount(r.Form)
	case len(part) == 1 && part[0] == "account_links":
		return d.link(r.Form)
	}
	return http.StatusNotFound, wrong("invalid_request_error", "", "Unrecognized request URL ("+r.Method+": "+r.URL.Path+").")
}

func (d *Double) name(prefix string) string {
	d.made++
	return fmt.Sprintf("%s_double%s%04d", prefix, d.run, d.made)
}

func wrong(kind, code, message string) Object {
	return Object{"error": Object{"type": kind, "code": code, "message": message}}
}

func say(w http.ResponseWriter, status int, o Object) {
	raw, err := json.Marshal(o)
	if err != nil {
		panic(err) // made of maps and texts
	}
	write(w, status, raw)
}

func write(w http.ResponseWriter, status int, raw []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Request-Id", "req_double")
	w.WriteHeader(status)
	_, _ = w.Write(raw)
}

// metadata is what is written on an object.
func metadata(f url.Values) Object {
	out := Object{}
	for k := range f {
		if name, ok := strings.CutPrefix(k, "metadata["); ok {
			out[strings.TrimSuffix(name, "]")] = f.Get(k)
		}
	}
	return out
}

func number(f url.Values, field string) int64 {
	n, err := strconv.ParseInt(f.Get(field), 10, 64)
	if err != nil {
		return 0
	}
	return n
}
