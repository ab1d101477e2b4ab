package checkout_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/order"
	"orion/ent/gen/ent/payment"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/failpoint"
	"orion/internal/kit/money"
	payments "orion/internal/payment"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/viewer"
)

// What a victim finds in its environment: where it has to die, and what it does until then.
const (
	dieAt, dieDoing   = "DIE_AT", "DIE_DOING"
	dieURL, dieVendor = "DIE_URL", "DIE_VENDOR"
	dieCart, dieBank  = "DIE_CART", "DIE_BANK"
	buying, sweeping  = "buying", "sweeping"
)

// TestMain is also the program that is killed.
func TestMain(m *testing.M) {
	if os.Getenv(dieAt) == "" {
		os.Exit(m.Run())
	}
	if err := victim(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// victim places an order or sweeps, and kills itself where it has to.
func victim(ctx context.Context) error {
	db, err := store.Open(ctx, os.Getenv(dieURL), store.WithMaxConns(2))
	if err != nil {
		return err
	}
	s := equip(db, vault{dir: os.Getenv(dieBank)})
	failpoint.Arm(os.Getenv(dieAt), func() {
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {} // not a step further
	})
	if os.Getenv(dieDoing) == sweeping {
		s.clock.pass(20 * time.Minute)
		_, err := s.checkout.Sweep(ctx)
		return err
	}
	ctx = viewer.NewContext(ctx, &viewer.Viewer{Audience: viewer.Shop, VendorID: uuid.MustParse(os.Getenv(dieVendor))})
	_, err = s.byCard(ctx, &ent.Cart{Token: uuid.MustParse(os.Getenv(dieCart))}, "k", "14.90")
	return err
}

// A vault is a bank of which all programs know what was paid: a file for each payment. It
// does nothing a second time for the same one.
type vault struct{ dir string }

func (vault) Handle() string { return "card" }
func (vault) Title() string  { return "Card" }

func (vault) Methods() []payments.Method {
	return []payments.Method{{Handle: "card", Title: "Card"}}
}

func (vault) Refund(context.Context, payments.Return) (payments.Returned, error) {
	return payments.Returned{Status: enum.RefundStatusSucceeded}, nil
}

// Ask implements payment.Provider.
func (v vault) Ask(ctx context.Context, d payments.Demand) (payments.Answer, error) {
	return v.Fetch(ctx, d.Payment)
}

// Fetch implements payment.Provider. Who is to pay 24.90 never does.
func (v vault) Fetch(_ context.Context, p *ent.Payment) (payments.Answer, error) {
	if _, err := os.Stat(filepath.Join(v.dir, "closed")); err == nil {
		return payments.Answer{}, errBankIsDown
	}
	if p.AmountMinor == 2490 {
		return payments.Answer{Status: enum.PaymentStatusPending, Next: &payments.NextAction{}}, nil
	}
	name := p.ID.String()
	return payments.Answer{Status: enum.PaymentStatusPaid, Ref: name}, os.WriteFile(filepath.Join(v.dir, name), nil, 0o600)
}

// Wherever a program is killed, what it left half done comes to a good end: by the buyer
// who tries again, or by the job of each minute, whichever comes first.
func TestB8_146KilledAnywhere(t *testing.T) {
	t.Parallel()
	url := pgtest.NewURL(t)
	db, err := store.Open(t.Context(), url, store.WithMaxConns(4))
	require.NoError(t, err)
	t.Cleanup(db.Close)
	require.NotEmpty(t, failpoint.All())
	for _, at := range failpoint.All() {
		t.Run(at, func(t *testing.T) { //nolint:paralleltest // a sweep goes through all shops
			died := 0
			for _, doing := range []string{buying, sweeping} {
				for _, buyerFirst := range []bool{true, false} {
					s := setScene(t, db)
					if s.kill(t, at, doing, url) {
						died++
					}
					if buyerFirst {
						s.again(t)
					}
					s.clock.pass(20 * time.Minute)
					s.sweep(t)
					s.again(t)
					require.Zero(t, s.sweep(t), "nothing is left to do")
					s.requireGoodEnd(t)
				}
			}
			require.NotZero(t, died, "nobody comes by here")
		})
	}
}

// A scene is a shop with all that a completion or a sweep can meet.
type scene struct {
	*shop
	vault vault
	cart  *ent.Cart // ready to be ordered
	dead  *ent.Cart // whose call died before it had an answer
}

// setScene sets one: a cart to order; one whose call died, and one whose buyer never paid;
// and two payments that came after their orders were given up, of which the stock of one
// is gone.
func setScene(t *testing.T, db *store.DB) *scene {
	t.Helper()
	v := vault{dir: t.TempDir()}
	s := &scene{shop: openOn(t, db, v), vault: v}
	ctx, pv, rare, dear := s.guest(t), s.article(t, 1000, 3), s.article(t, 1000, 1), s.article(t, 2000, 1)
	closed := filepath.Join(v.dir, "closed")
	require.NoError(t, os.WriteFile(closed, nil, 0o600))
	broken := func(v *ent.ProductVariant, total money.Decimal) *ent.Cart {
		c := s.ready(t, ctx, line(v, 1))
		_, err := s.byCard(ctx, c, c.ID.String(), total)
		require.ErrorIs(t, err, errBankIsDown)
		return c
	}
	given := []*ent.Cart{broken(pv, "14.90"), broken(rare, "14.90")}
	s.clock.pass(15 * time.Minute)
	require.Equal(t, 2, s.sweep(t))
	s.clock.pass(-15 * time.Minute)
	s.dead = broken(pv, "14.90")
	broken(dear, "24.90")
	s.cart = s.ready(t, ctx, line(pv, 1))
	for _, c := range given {
		o, err := db.Order.Query().Where(order.CartID(c.ID)).Only(fixture.System(t, s.vendor))
		require.NoError(t, err)
		s.record(t, o.ID, enum.PaymentStatusPaid)
	}
	s.count(t, rare, 0)
	require.NoError(t, os.Remove(closed))
	return s
}

// kill runs a victim and reports whether it died where it had to.
func (s *scene) kill(t *testing.T, at, doing, url string) bool {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0]) //nolint:gosec // it is this very program
	cmd.Env = append(os.Environ(), dieAt+"="+at, dieDoing+"="+doing, dieURL+"="+url, dieVendor+"="+s.vendor.ID.String(),
		dieCart+"="+s.cart.Token.String(), dieBank+"="+s.vault.dir)
	out, err := cmd.CombinedOutput()
	exit, failed := errors.AsType[*exec.ExitError](err)
	if !failed {
		require.NoError(t, err, "%s", out)
		return false
	}
	status, _ := exit.Sys().(syscall.WaitStatus)
	require.True(t, status.Signaled() && status.Signal() == syscall.SIGKILL, "%v: %s", err, out)
	return true
}

// again has both buyers try once more, each with the key of their first call.
func (s *scene) again(t *testing.T) {
	t.Helper()
	for key, c := range map[string]*ent.Cart{"k": s.cart, s.dead.ID.String(): s.dead} {
		done, err := s.byCard(s.guest(t), c, key, "14.90")
		require.NoError(t, err)
		require.Equal(t, enum.OrderStatusPlaced, done.Order.Status)
	}
}

// requireGoodEnd asserts that everything is as if nobody had died.
func (s *scene) requireGoodEnd(t *testing.T) {
	t.Helper()
	s.requireLedger(t)
	system := fixture.System(t, s.vendor)
	placed, err := s.db.Order.Query().Where(order.PlacedAtNotNil()).Order(order.ByNumber()).All(system)
	require.NoError(t, err)
	carts := map[uuid.UUID]bool{}
	for i, o := range placed {
		require.EqualValues(t, 1001+i, *o.Number, "no number is lost")
		require.Equal(t, enum.PaymentStatusPaid, o.PaymentStatus)
		carts[o.CartID] = true
	}
	require.Len(t, carts, 3, "the two buyers' and the one whose money came late")
	require.Len(t, placed, 3, "each once")
	require.Equal(t, 1, s.refundsIn(t), "for the one whose stock was gone")
	files, err := os.ReadDir(s.vault.dir)
	require.NoError(t, err)
	require.Len(t, files, 2, "each buyer paid once")
	for _, f := range files {
		p, err := s.db.Payment.Query().Where(payment.ID(uuid.MustParse(f.Name()))).WithOrder().Only(system)
		require.NoError(t, err)
		require.NotNil(t, p.Edges.Order.PlacedAt, "for an order that was placed")
	}
}
