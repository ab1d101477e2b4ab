package sendgrid_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/notify/sendgrid"
	"orion/jobs"
)

var now = time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)

type still struct{}

func (still) Now() time.Time { return now }

// kept is what came through.
type kept struct {
	got []jobs.MailReport
	err error
}

func (k *kept) Keep(_ context.Context, reports []jobs.MailReport) error {
	k.got = append(k.got, reports...)
	return k.err
}

// A pair is SendGrid's.
type pair struct{ *ecdsa.PrivateKey }

func newPair(t *testing.T, curve elliptic.Curve) pair {
	t.Helper()
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	require.NoError(t, err)
	return pair{key}
}

func (p pair) public(t *testing.T) string {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(p.Public())
	require.NoError(t, err)
	return base64.StdEncoding.EncodeToString(der)
}

// sign returns a signature over a time and a body, and the time.
func (p pair) sign(t *testing.T, body string, at time.Time) (signature, seconds string) {
	t.Helper()
	seconds = strconv.FormatInt(at.Unix(), 10)
	sum := sha256.Sum256([]byte(seconds + body))
	raw, err := ecdsa.SignASN1(rand.Reader, p.PrivateKey, sum[:])
	require.NoError(t, err)
	return base64.StdEncoding.EncodeToString(raw), seconds
}

func TestWhoIsBelieved(t *testing.T) {
	t.Parallel()
	ours, theirs := newPair(t, elliptic.P256()), newPair(t, elliptic.P256())
	const body = "[{\"event\":\"delivered\",\"orion_mail\":\"0197a1c0-0000-7000-8000-000000000001\",\"sg_event_id\":\"e\",\"timestamp\":1}]\r\n"
	good, at := ours.sign(t, body, now)
	forged, _ := theirs.sign(t, body, now)
	old, oldAt := ours.sign(t, body, now.Add(-301*time.Second))
	early, earlyAt := ours.sign(t, body, now.Add(301*time.Second))
	late, lateAt := ours.sign(t, body, now.Add(-300*time.Second))
	other, _ := ours.sign(t, body+" ", now)
	for name, tc := range map[string]struct {
		body, signature, at string
		ok                  bool
	}{
		"as it was signed":             {body, good, at, true},
		"just in time":                 {body, late, lateAt, true},
		"by another key":               {body, forged, at, false},
		"of another body":              {body, other, at, false},
		"of a body that was changed":   {body + " ", good, at, false},
		"with a newer time":            {body, old, at, false},
		"too old":                      {body, old, oldAt, false},
		"of a time to come":            {body, early, earlyAt, false},
		"without a signature":          {body, "", at, false},
		"without a time":               {body, good, "", false},
		"of a time that is none":       {body, good, "now", false},
		"of a signature that is none":  {body, "bm9uZQ==", at, false},
		"of a signature not in base64": {body, "%%%", at, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := &kept{}
			r, err := sendgrid.New(ours.public(t), still{}, k)
			require.NoError(t, err)
			err = r.Accept(t.Context(), []byte(tc.body), tc.signature, tc.at)
			if tc.ok {
				require.NoError(t, err)
				require.Len(t, k.got, 1)
				return
			}
			require.Equal(t, errs.Unauthenticated, errs.CodeOf(err))
			require.Empty(t, k.got)
		})
	}
}

// tell has a receiver take a body that is signed as it should be.
func tell(t *testing.T, k *kept, body string) error {
	t.Helper()
	p := newPair(t, elliptic.P256())
	r, err := sendgrid.New(p.public(t), still{}, k)
	require.NoError(t, err)
	signature, at := p.sign(t, body, now)
	return r.Accept(t.Context(), []byte(body), signature, at)
}

func TestWhatEventsMean(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		event    string
		status   enum.MailStatus
		suppress enum.SuppressionReason
		reason   string
	}{
		"delivered":                {`"event":"delivered","response":"250 OK"`, enum.MailStatusSent, "", ""},
		"deferred":                 {`"event":"deferred","response":"400 try again later","attempt":"5"`, enum.MailStatusQueued, "", "deferred: 400 try again later"},
		"a hard bounce":            {`"event":"bounce","type":"bounce","reason":"550 5.1.1 no such user","status":"5.1.1"`, enum.MailStatusBounced, enum.SuppressionReasonBounce, "bounced: 550 5.1.1 no such user"},
		"a bounce of no type":      {`"event":"bounce","reason":"500 unknown recipient"`, enum.MailStatusBounced, enum.SuppressionReasonBounce, "bounced: 500 unknown recipient"},
		"a block":                  {`"event":"bounce","type":"blocked","reason":"421 too many"`, enum.MailStatusFailed, "", "blocked: 421 too many"},
		"a block by its name":      {`"event":"blocked","reason":"421 too many"`, enum.MailStatusFailed, "", "blocked: 421 too many"},
		"dropped, bounced before":  {`"event":"dropped","reason":"Bounced Address","status":"5.0.0"`, enum.MailStatusBounced, enum.SuppressionReasonBounce, "dropped: Bounced Address"},
		"dropped, no address":      {`"event":"dropped","reason":"Invalid"`, enum.MailStatusBounced, enum.SuppressionReasonBounce, "dropped: Invalid"},
		"dropped, reported before": {`"event":"dropped","reason":"Spam Reporting Address"`, enum.MailStatusSuppressed, enum.SuppressionReasonComplaint, "dropped: Spam Reporting Address"},
		"dropped, unsubscribed":    {`"event":"dropped","reason":"Unsubscribed Address"`, enum.MailStatusSuppressed, enum.SuppressionReasonManual, "dropped: Unsubscribed Address"},
		"dropped for its content":  {`"event":"dropped","reason":"Spam Content"`, enum.MailStatusFailed, "", "dropped: Spam Content"},
		"dropped for our header":   {`"event":"dropped","reason":"Invalid SMTPAPI header"`, enum.MailStatusFailed, "", "dropped: Invalid SMTPAPI header"},
		"spam":                     {`"event":"spamreport"`, "", enum.SuppressionReasonComplaint, "reported as spam"},
		"unsubscribed":             {`"event":"unsubscribe"`, "", enum.SuppressionReasonManual, "unsubscribed by the link of a mail"},
		"left a group":             {`"event":"group_unsubscribe","asm_group_id":10`, "", enum.SuppressionReasonManual, "unsubscribed by the link of a mail"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k, id := &kept{}, uuid.Must(uuid.NewV7())
			for _, whose := range []string{`"orion_mail":"` + id.String() + `","smtp-id":"<14c5@ismtpd-555>"`, `"smtp-id":"<` + id.String() + `@orion.example>"`} {
				require.NoError(t, tell(t, k, `[{"email":"ada@example.org","timestamp":1513299569,"sg_event_id":"e1",`+whose+","+tc.event+`}]`))
			}
			want := jobs.MailReport{ID: "e1", MailID: id, Status: tc.status, Suppress: tc.suppress, Reason: tc.reason, At: time.Unix(1513299569, 0).UTC()}
			require.Equal(t, []jobs.MailReport{want, want}, k.got)
		})
	}
}

// What cannot be read does not keep the rest of its batch from being heard.
func TestWhatIsLeftOut(t *testing.T) {
	t.Parallel()
	const mail = `"orion_mail":"0197a1c0-0000-7000-8000-000000000001","timestamp":1`
	k := &kept{}
	require.NoError(t, tell(t, k, `[{"event":"open",`+mail+`},{"event":"processed",`+mail+`},{"event":"new",`+mail+`},
		{"event":"delivered","timestamp":1},{"event":"delivered","orion_mail":"x","timestamp":1},
		{"event":"delivered","orion_mail":"0197a1c0-0000-7000-8000-000000000001"},{"event":{}},17,null,"x"]`))
	require.NoError(t, tell(t, k, `[]`))
	require.Empty(t, k.got)
	require.NoError(t, tell(t, k, `[7,{"event":"delivered",`+mail+`}]`))
	require.Len(t, k.got, 1)
	require.Len(t, k.got[0].ID, 43, "one without an id is known by what it says")
	for _, body := range []string{"", "null", "{}", `{"event":"delivered"}`, "[", "event=delivered"} {
		require.Equal(t, errs.BadRequest, errs.CodeOf(tell(t, k, body)), body)
	}
	require.Len(t, k.got, 1)
	k.err = errors.New("the database is away")
	require.ErrorIs(t, tell(t, k, `[{"event":"delivered",`+mail+`}]`), k.err, "SendGrid sends it again")
}

func TestKeys(t *testing.T) {
	t.Parallel()
	for name, key := range map[string]string{
		"none": "", "no base64": "%", "no key": "bm9uZQ==", "of another curve": newPair(t, elliptic.P384()).public(t),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := sendgrid.New(key, still{}, &kept{})
			require.Error(t, err)
		})
	}
}
