package main

import (
	"strings"
	"testing"
)

func TestSum(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		in             string
		passed, failed int
		says, keepsTo  string
		broken         bool
	}{
		"a passed test": {
			in:     `{"Action":"output","Package":"p","Test":"A","Output":"chatter\n"}` + "\n" + `{"Action":"pass","Package":"p","Test":"A"}` + "\n" + `{"Action":"pass","Package":"p","Elapsed":1.5}`,
			passed: 1, says: "ok    p", keepsTo: "chatter",
		},
		"a failed test, counted once": {
			in:     `{"Action":"output","Package":"p","Test":"A","Output":"want 1\n"}` + "\n" + `{"Action":"fail","Package":"p","Test":"A"}` + "\n" + `{"Action":"fail","Package":"p"}`,
			failed: 1, says: "want 1",
		},
		"a skipped test": {
			in:     `{"Action":"output","Package":"p","Test":"A","Output":"no database\n"}` + "\n" + `{"Action":"skip","Package":"p","Test":"A"}`,
			failed: 1, says: "no database",
		},
		"a package that does not compile": {
			in:     `{"ImportPath":"p","Action":"build-output","Output":"syntax error\n"}` + "\n" + `{"Action":"fail","Package":"p"}`,
			failed: 1, says: "syntax error",
		},
		"a package without tests": {in: `{"Action":"skip","Package":"p"}`},
		"figures of node": {
			in:     "TAP version 13\nok 1 - adds up\n  ---\n  duration_ms: 1\n  ...\nnot ok 2 - subtracts\n# pass 7\n# fail 1\n# skipped 2",
			passed: 7, failed: 3, says: "not ok 2 - subtracts", keepsTo: "adds up",
		},
		"a command that failed without a word": {in: "broken: npm test", says: "broken: npm test", broken: true},
		"a line of something else":             {in: "{not json}", says: "{not json}"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			s := newSum(&out)
			if err := s.read(strings.NewReader(tc.in)); err != nil {
				t.Fatal(err)
			}
			if s.passed != tc.passed || s.failed != tc.failed {
				t.Errorf("%d passed, %d failed", s.passed, s.failed)
			}
			if s.commands != tc.broken {
				t.Errorf("broken: %v", s.commands)
			}
			if !strings.Contains(out.String(), tc.says) {
				t.Errorf("does not say %q: %s", tc.says, out.String())
			}
			if tc.keepsTo != "" && strings.Contains(out.String(), tc.keepsTo) {
				t.Errorf("tells %q", tc.keepsTo)
			}
		})
	}
}
