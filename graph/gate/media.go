package gate

import (
	"mime"
	"strconv"
	"strings"
)

const (
	mediaJSON    = "application/json"
	mediaGraphQL = "application/graphql-response+json"
	mediaStream  = "text/event-stream"
)

// negotiate returns the media type to answer in, by the Accept headers of a request:
// the one of higher quality, the earlier of equals, plain JSON where nothing is said.
// It reports false where neither is accepted.
func negotiate(accept []string) (string, bool) {
	if len(accept) == 0 || strings.TrimSpace(strings.Join(accept, "")) == "" {
		return mediaJSON, true
	}
	if len(accept) == 1 && (accept[0] == mediaGraphQL || accept[0] == mediaJSON) {
		return accept[0], true
	}
	best, media := 0.0, ""
	for part := range strings.SplitSeq(strings.Join(accept, ","), ",") {
		m, q := accepted(part)
		if m != "" && q > best {
			best, media = q, m
		}
	}
	return media, media != ""
}

// accepted returns the media type that one part of an Accept header asks for, "" where
// it is none of ours, and its quality.
func accepted(part string) (string, float64) {
	media, args, err := mime.ParseMediaType(part)
	if err != nil {
		return "", 0
	}
	if c, ok := args["charset"]; ok && !strings.EqualFold(c, "utf-8") {
		return "", 0
	}
	q := 1.0
	if s, ok := args["q"]; ok {
		if q, err = strconv.ParseFloat(s, 64); err != nil || q < 0 || q > 1 {
			return "", 0
		}
	}
	switch media {
	case mediaJSON, "*/*", "application/*":
		return mediaJSON, q
	case mediaGraphQL:
		return mediaGraphQL, q
	}
	return "", 0
}

// AcceptsStream reports whether the Accept headers ask for server-sent events.
func AcceptsStream(accept []string) bool {
	all := strings.ToLower(strings.Join(accept, ","))
	if !strings.Contains(all, mediaStream) {
		return false // as nearly all do; the rest is read with care
	}
	for part := range strings.SplitSeq(all, ",") {
		if media, _, err := mime.ParseMediaType(part); err == nil && media == mediaStream {
			return true
		}
	}
	return false
}
