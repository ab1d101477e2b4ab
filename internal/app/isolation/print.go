package isolation

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"
)

// Print writes the matrix and what it comes to.
func (r *Report) Print(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "field\taudience\town\tforeign\tmissing\tforeign took\tmissing took\tverdict")
	for _, row := range r.Rows {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", row.Place, row.Audience, row.Own, row.Foreign, row.Missing,
			milliseconds(row.ForeignTook), milliseconds(row.MissingTook), row.Verdict)
	}
	if err := t.Flush(); err != nil {
		return fmt.Errorf("print the matrix: %w", err)
	}
	for _, part := range []struct {
		title string
		lines []string
	}{
		{"different: what is another's can be told from what is not there", r.Differences},
		{fmt.Sprintf("suspicious: times differ by more than %v and a factor of %v, in %d runs", suspiciousTime, suspiciousFactor, moreRuns), r.Suspicions},
		{"broken: internal errors", r.Broken},
		{"proves little: here even an own name is answered as a missing one, to everybody", r.Blind},
	} {
		if len(part.lines) == 0 {
			continue
		}
		fmt.Fprintf(w, "\n%s\n", part.title)
		for _, line := range part.lines {
			fmt.Fprintln(w, "  "+line)
		}
	}
	_, err := fmt.Fprintf(w, "\n%d rows, %d checks, %d differences, %d suspicions, %d broken\n",
		len(r.Rows), r.Checks, len(r.Differences), len(r.Suspicions), len(r.Broken))
	if err != nil {
		return fmt.Errorf("print the report: %w", err)
	}
	return nil
}

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000)
}
