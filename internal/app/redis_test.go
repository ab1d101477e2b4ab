package app

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/stretchr/testify/require"

	"orion/internal/config"
)

func TestLimitsCountInRedis(t *testing.T) {
	t.Parallel()
	redis := miniredis.RunT(t)
	p := start(t, Options{HTTP: true}, func(c *config.Config) { c.RedisURL = config.URL("redis://" + redis.Addr()) })
	ask := func(body string) int {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, p.URL+"/graphql", strings.NewReader(body))
		require.NoError(t, err)
		req.Header.Set("Content-Type", "application/json")
		res, err := http.DefaultClient.Do(req)
		require.NoError(t, err)
		require.NoError(t, res.Body.Close())
		return res.StatusCode
	}
	const signIn = `{"query":"mutation{signIn(input:{audience:ADMIN,email:\"a@example.com\",password:\"x\"}){userErrors{code}}}"}`
	for _, kind := range []string{"p/cost/address/127.0.0.1/", "p/sign-in/address", "p/sign-in/account"} {
		// On a busy machine it may not answer in time at first.
		require.Eventually(t, func() bool {
			return ask(signIn) == http.StatusOK && slices.ContainsFunc(redis.Keys(), func(key string) bool { return strings.HasPrefix(key, kind) })
		}, wait, time.Second, kind)
	}

	redis.Close()
	require.Equal(t, http.StatusOK, ask(signIn), "Redis is no condition")
}
