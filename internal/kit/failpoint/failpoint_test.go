package failpoint_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/kit/failpoint"
)

var first, second = failpoint.New("test: first"), failpoint.New("test: second")

func TestPoints(t *testing.T) { //nolint:paralleltest // one point of a program is armed at a time
	require.Equal(t, []string{"test: first", "test: second"}, failpoint.All())
	require.Panics(t, func() { failpoint.New("test: first") })

	seen := 0
	first.Pass()
	failpoint.Arm("test: first", func() { seen++ })
	first.Pass()
	second.Pass()
	require.Equal(t, 1, seen, "only the armed one acts")
	failpoint.Arm("", nil)
	first.Pass()
	require.Equal(t, 1, seen)
}
