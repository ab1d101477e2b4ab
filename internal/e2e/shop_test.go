package e2e

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

// The operations that acceptance calls by name, as they are written there.
func TestContractOperations(t *testing.T) {
	h := open(t)
	t.Parallel()
	t.Run("sessions", func(t *testing.T) { t.Parallel(); sessions(t, h) })
	t.Run("shop and checkout", func(t *testing.T) { t.Parallel(); shopping(t, h) })
	t.Run("a vendor's lists", func(t *testing.T) { t.Parallel(); lists(t, h) })
	t.Run("import to shop", func(t *testing.T) { t.Parallel(); importing(t, h) })
	t.Run("stock by hand", func(t *testing.T) { t.Parallel(); adjusting(t, h) })
	t.Run("the platform's lists", func(t *testing.T) { t.Parallel(); platform(t, h) })
	t.Run("a vendor's life", func(t *testing.T) { t.Parallel(); vendorLife(t, h) })
}

const whoAmI = `{ viewer { audience email permissions vendor { slug } customer { id email } } }`

func sessions(t *testing.T, h *house) {
	who := h.signIn(t, "VENDOR", "staff@alpine.example", "alpine").ask(t, whoAmI)
	require.Equal(t, "alpine", who.text("viewer.vendor.slug"))
	require.NotEmpty(t, who.at("viewer.permissions"))
	require.Nil(t, who.at("viewer.customer"))

	who = h.signIn(t, "CUSTOMER", "customer@alpine.example", "alpine").ask(t, whoAmI)
	require.Equal(t, "customer@alpine.example", who.text("viewer.customer.email"))
	require.Empty(t, who.at("viewer.permissions"))

	who = h.signIn(t, "ADMIN", "admin@orion.example", "").ask(t, whoAmI)
	require.Nil(t, who.at("viewer.vendor"))

	anybody := caller{url: h.url}
	require.Nil(t, anybody.ask(t, whoAmI).at("viewer"))
	for _, email := range []string{"owner@alpine.example", "nobody@alpine.example", "customer@alpine.example"} {
		wrong := anybody.ask(t, `mutation { signIn(input: {audience: VENDOR, email: %q, password: "not this one", vendor: "alpine"}) { accessToken userErrors { code } } }`, email)
		require.Equal(t, []string{"INVALID_CREDENTIALS"}, wrong.codes("signIn"), email)
		require.Nil(t, wrong.at("signIn.accessToken"))
	}
	refreshing(t, h)
}

// A refresh token serves once; its session ends where it comes again, or by signing out.
func refreshing(t *testing.T, h *house) {
	anybody := caller{url: h.url}
	in := func() answer {
		return anybody.ask(t, `mutation { signIn(input: {audience: VENDOR, email: "owner@alpine.example", password: "orion-demo-1", vendor: "alpine"}) { accessToken refreshToken } }`)
	}
	refresh := func(token string) answer {
		return anybody.ask(t, `mutation { tokenRefresh(input: {audience: VENDOR, refreshToken: %q}) { accessToken refreshToken expiresAt userErrors { code } } }`, token)
	}
	first := in().text("signIn.refreshToken")
	second := refresh(first)
	second.fine("tokenRefresh")
	require.Equal(t, []string{"INVALID_CREDENTIALS"}, refresh(first).codes("tokenRefresh"), "two pages at once")
	third := refresh(second.text("tokenRefresh.refreshToken"))
	third.fine("tokenRefresh")
	require.Equal(t, []string{"INVALID_CREDENTIALS"}, refresh(first).codes("tokenRefresh"), "stolen")
	require.Equal(t, []string{"INVALID_CREDENTIALS"}, refresh(third.text("tokenRefresh.refreshToken")).codes("tokenRefresh"), "so all of it ends")

	owner := caller{url: h.url, token: in().text("signIn.accessToken")}
	owner.ask(t, `mutation { signOut { userErrors { code } } }`).fine("signOut")
	status, code := owner.refused(t, whoAmI)
	require.Equal(t, http.StatusUnauthorized, status)
	require.Equal(t, "UNAUTHENTICATED", code)
}

const shopFront = `{ shop { name slug currencyCode
    products(first: 20) { nodes { id slug title description priceRange { min { amount currencyCode } }
        featuredMedia { url alt width height } variants(first: 10) { nodes { id sku title price { amount currencyCode } availableForSale } } }
      pageInfo { hasNextPage endCursor } count { value precision } }
    collections(first: 20) { nodes { id slug title } } } }`

func shopping(t *testing.T, h *house) {
	visitor := h.visitor("papyrus")
	front := visitor.ask(t, shopFront)
	require.Equal(t, "papyrus", front.text("shop.slug"))
	require.Equal(t, "EUR", front.text("shop.currencyCode"))
	require.Len(t, front.at("shop.products.nodes"), 20)
	require.GreaterOrEqual(t, front.number("shop.products.count.value"), 60)
	require.NotEmpty(t, front.at("shop.collections.nodes"))
	for _, i := range []int{0, 19} {
		status, kind, _ := h.get(t, front.text(fmt.Sprintf("shop.products.nodes.%d.featuredMedia.url", i)))
		require.Equal(t, http.StatusOK, status)
		require.Contains(t, kind, "image/")
	}
	next := visitor.ask(t, `{ shop { products(first: 20, after: %q) { nodes { id } } } }`, front.text("shop.products.pageInfo.endCursor"))
	require.NotContains(t, front.all("shop.products.nodes", "id"), next.text("shop.products.nodes.0.id"))

	one := visitor.ask(t, `{ shop { product(slug: %q) { id title } } }`, front.text("shop.products.nodes.0.slug"))
	require.Equal(t, front.text("shop.products.nodes.0.id"), one.text("shop.product.id"))
	require.Nil(t, h.visitor("alpine").ask(t, `{ shop { product(id: %q) { id } } }`, one.text("shop.product.id")).at("shop.product"), "another shop's")

	inStock := visitor.ask(t, `{ shop { products(first: 1, where: {inStock: true}, sort: [{key: TITLE}]) { nodes { variants(first: 1) { nodes { id } } } } } }`)
	buy(t, h, visitor, inStock.text("shop.products.nodes.0.variants.nodes.0.id"))
}

// buy goes from an empty cart to an order, which the vendor then sees.
func buy(t *testing.T, h *house, visitor caller, variant string) {
	cart := fill(t, visitor, variant)
	added := visitor.ask(t, `mutation { cartLinesAdd(cartId: %q, lines: [{variantId: %q, quantity: 1}]) {
		cart { id cost { total { amount } } lines(first: 50) { nodes { id quantity } } } warnings { code } userErrors { code path } } }`, cart, variant)
	added.fine("cartLinesAdd")
	require.Equal(t, 2, added.number("cartLinesAdd.cart.lines.nodes.0.quantity"))

	unready := visitor.ask(t, `{ shop { cart(id: %q) { requirements { code message } } } }`, cart)
	require.Equal(t, []string{"EMAIL", "SHIPPING_ADDRESS", "DELIVERY_OPTION"}, unready.all("shop.cart.requirements", "code"))
	total := address(t, visitor, cart, "LU")
	for _, other := range []string{"1.00", total + "1"} {
		require.NotEmpty(t, complete(t, visitor, cart, "another try", other).codes("checkoutComplete"), other)
	}
	done := complete(t, visitor, cart, "once", total)
	done.fine("checkoutComplete")
	require.False(t, done.at("checkoutComplete.replayed").(bool))
	require.Equal(t, "PLACED", done.text("checkoutComplete.order.status"))
	require.Equal(t, total, done.text("checkoutComplete.order.total.amount"))
	again := complete(t, visitor, cart, "once", total)
	again.fine("checkoutComplete")
	require.True(t, again.at("checkoutComplete.replayed").(bool))
	require.Equal(t, done.text("checkoutComplete.order.id"), again.text("checkoutComplete.order.id"))

	owner := h.signIn(t, "VENDOR", "owner@"+visitor.vendor+".example", visitor.vendor)
	seen := owner.ask(t, `{ vendor { order(number: %q) { id lines(first: 5) { nodes { quantity } } } } }`, done.text("checkoutComplete.order.number"))
	require.Equal(t, done.text("checkoutComplete.order.id"), seen.text("vendor.order.id"))
	require.Equal(t, 2, seen.number("vendor.order.lines.nodes.0.quantity"))
}

// fill starts a cart with one piece.
func fill(t *testing.T, visitor caller, variant string) (cart string) {
	t.Helper()
	made := visitor.ask(t, `mutation { cartCreate(input: {lines: [{variantId: %q, quantity: 1}]}) { cart { id } userErrors { code path } } }`, variant)
	made.fine("cartCreate")
	return made.text("cartCreate.cart.id")
}

// address says who buys, and where and how it is delivered, and returns the total.
func address(t *testing.T, visitor caller, cart, country string) (total string) {
	t.Helper()
	visitor.ask(t, `mutation { cartBuyerSet(cartId: %q, input: {email: "buyer@example.org"}) { cart { id } userErrors { code message } } }`, cart).fine("cartBuyerSet")
	visitor.ask(t, `mutation { cartShippingAddressSet(cartId: %q, address: {firstName: "Anne", lastName: "Weber", line1: "1, rue de la Gare", city: "Luxembourg", postalCode: "L-1728", countryCode: %q}) { userErrors { code path } } }`,
		cart, country).fine("cartShippingAddressSet")
	offers := visitor.ask(t, `{ shop { cart(id: %q) { deliveryOptions { handle title price { amount } } requirements { code message }
		cost { subtotal { amount } shipping { amount } tax { amount } total { amount } } } } }`, cart)
	visitor.ask(t, `mutation { cartDeliveryOptionSet(cartId: %q, handle: %q) { userErrors { code message } } }`,
		cart, offers.text("shop.cart.deliveryOptions.0.handle")).fine("cartDeliveryOptionSet")
	ready := visitor.ask(t, `{ shop { cart(id: %q) { requirements { code } cost { total { amount } } } } }`, cart)
	require.Empty(t, ready.at("shop.cart.requirements"))
	return ready.text("shop.cart.cost.total.amount")
}

const checkoutComplete = `mutation { checkoutComplete(cartId: %q, input: {idempotencyKey: %q, expectedTotal: %q, paymentMethod: "manual"}) {
  order { id number status total { amount currencyCode } } replayed nextAction { redirectUrl clientSecret } userErrors { code message path } } }`

func complete(t *testing.T, visitor caller, cart, key, total string) answer {
	t.Helper()
	return visitor.ask(t, checkoutComplete, cart, key, total)
}
