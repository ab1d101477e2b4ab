// Command tally makes `go test -json` readable and sums it up: a line for each
// package, the output of what failed, and last of all "N passed, N failed". The
// figures of `node --test`, in TAP, are added. A skipped test counts as failed, for
// a test that did not run has shown nothing.
//
//	{ go test -json ./... || echo 'broken: go'; node --test --test-reporter=tap || echo 'broken: node'; } | tally
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
)

type event struct {
	Action, Package, Test, Output, ImportPath string
	Elapsed                                   float64
}

// A sum is what has been seen so far. Output is kept by test until it is known
// whether anybody wants to read it.
type sum struct {
	out            io.Writer
	passed, failed int
	commands       bool            // whether one of the commands has failed
	broken         map[string]bool // packages with a failed test
	output         map[string]*strings.Builder
}

func newSum(out io.Writer) *sum {
	return &sum{out: out, broken: map[string]bool{}, output: map[string]*strings.Builder{}}
}

func main() {
	s := newSum(os.Stdout)
	if err := s.read(os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, "tally:", err)
		os.Exit(2)
	}
	fmt.Fprintf(s.out, "%d passed, %d failed\n", s.passed, s.failed)
	if s.failed > 0 || s.passed == 0 || s.commands {
		os.Exit(1)
	}
}

func (s *sum) read(in io.Reader) error {
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			s.line(line)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (s *sum) line(line []byte) {
	var e event
	if line[0] != '{' || json.Unmarshal(line, &e) != nil {
		s.tap(string(line))
		return
	}
	key := e.Package + " " + e.Test
	switch e.Action {
	case "output":
		if s.output[key] == nil {
			s.output[key] = &strings.Builder{}
		}
		s.output[key].WriteString(e.Output)
	case "build-output":
		fmt.Fprint(s.out, e.Output)
	case "pass", "fail", "skip":
		s.end(e, key)
	}
}

// figure is a line at the end of TAP from node.
var figure = regexp.MustCompile(`^# (pass|fail|cancelled|skipped|todo) (\d+)$`)

// tap shows what is not of go test: all of it but what passed.
func (s *sum) tap(line string) {
	if strings.HasPrefix(line, "broken: ") {
		s.commands = true
	}
	if m := figure.FindStringSubmatch(strings.TrimSpace(line)); m != nil {
		n, _ := strconv.Atoi(m[2])
		if m[1] == "pass" {
			s.passed += n
		} else {
			s.failed += n
		}
	}
	if !noise.MatchString(line) {
		fmt.Fprint(s.out, line)
	}
}

// noise are the lines of TAP about what passed.
var noise = regexp.MustCompile(`^(#|\s*ok |TAP |\d+\.\.\d+|\s+(---|\.\.\.|duration_ms:|type:))`)

// end counts tests. A package counts only where it failed without a test that
// did, as when it does not compile or runs out of time.
func (s *sum) end(e event, key string) {
	heard := s.output[key]
	delete(s.output, key)
	switch {
	case e.Test == "" && e.Action == "pass":
		fmt.Fprintf(s.out, "ok    %-50s %6.1fs\n", e.Package, e.Elapsed)
		return
	case e.Test == "" && e.Action == "skip":
		return // it has no tests
	case e.Action == "pass":
		s.passed++
		return
	case e.Test != "":
		s.failed++
		s.broken[e.Package] = true
	case !s.broken[e.Package]:
		s.failed++
	}
	if heard != nil {
		fmt.Fprint(s.out, heard.String())
	}
}
