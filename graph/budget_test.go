package graph

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/role"
	"orion/graph/gen"
	"orion/internal/fixture"
	"orion/internal/kit/terms"
)

// A budget is a list with what clients select of it, and how many statements it may
// take for any number of rows.
type budget struct {
	doc   string
	as    string // shop, vendor or admin
	limit int64
}

// budgets has a list for every connection of Shop, VendorScope and AdminScope; the
// test fails for one that is missing.
var budgets = map[string]budget{
	"Shop.products": {`{ shop { name products(first: 50) { nodes { id slug title priceRange { min { amount } } featuredMedia { url }
		variants(first: 10) { nodes { id price { amount } availableForSale } } } pageInfo { endCursor } } } }`, "shop", 3},
	"Shop.products with everything": {`{ shop { products(first: 50) { count { value } nodes { media { url } collections { title }
		variants(first: 2) { nodes { product { title } } } } } } }`, "shop", 7},
	"Shop.collections": {`{ shop { collections(first: 50) { nodes { slug title description seo { title description } featuredMedia { url } } } } }`, "shop", 4},
	"VendorScope.products": {`{ vendor { products(first: 50) { count { value } nodes { title status featuredMedia { url }
		variants(first: 5) { nodes { sku cost { amount } inventoryLevel { available } } } } } } }`, "vendor", 5},
	"VendorScope.products with all that a team sees": {`{ vendor { products(first: 25) { nodes { descriptionHtml seo { title } category { title } tags options { name } taxClass
		translations { language } publishChecklist { code done required } variants(first: 2) { nodes { optionValues availability media { url }
		priceChanges { price { amount } } } } } } } }`, "vendor", 9},
	"VendorScope.catalogTasks": {`{ vendor { catalogTasks(first: 50) { count { value } nodes { action status total problems { title } message } } } }`, "vendor", 2},
	"VendorScope.collections":  {`{ vendor { collections(first: 50) { nodes { title featuredMedia { url } kind sort rules { any } translations { language } version } } } }`, "vendor", 6},
	"VendorScope.mediaFiles":   {`{ vendor { mediaFiles(first: 50) { count { value } nodes { url srcset alt tags usage { kind id title } duplicateOf { url } } } } }`, "vendor", 5},
	"VendorScope.searchReport": {`{ vendor { searchReport(first: 50) { count { value } nodes { term searches empty results } } } }`, "vendor", 6},
	"VendorScope.orders": {`{ vendor { orders(first: 50) { count { value } nodes { number email total { amount } customer { email }
		lines(first: 10) { nodes { title variant { sku } media { url } } } } } } }`, "vendor", 6},
	"VendorScope.orders with their life": {`{ vendor { orders(first: 50) { nodes { openReturn tags withdrawal { open until } events { kind author data { name } }
		fulfillments { carrier lines { quantity orderLine { title } } } returns { status lines { restocked orderLine { title } } }
		lines(first: 10) { nodes { unfulfilledQuantity returnableQuantity } } } } } }`, "vendor", 15},
	"VendorScope.customers with what a team sees": {`{ vendor { customers(first: 50) { nodes { email ordersCount spent { amount } blockedAt notes { text author } } } } }`, "vendor", 6},
	"VendorScope.promotions": {`{ vendor { promotions(first: 50) { count { value } nodes { title code status uses publicTitles { title } amount { amount }
		products { title } collections { title } } } } }`, "vendor", 4},
	"VendorScope.deliveryZones": {`{ vendor { deliveryZones { name countries postalPrefixes methods { titles { text } tiers { from price { amount } } freeFrom { amount } } }
		taxSettings { countryCode } taxRates { rateBp } taxTable(countryCode: "DE") { rateBp } } }`, "vendor", 5},
	"VendorScope.orders with payments": {`{ vendor { orders(first: 50) { nodes { refunded { amount } payments { status amount { amount } } } } } }`, "vendor", 2},
	"VendorScope.payments":             {`{ vendor { payments(first: 50) { count { value } nodes { method amount { amount } fee { amount } order { number } } } } }`, "vendor", 3},
	"VendorScope.orders with refunds": {`{ vendor { orders(first: 50) { nodes { refunds { status amount { amount } feeReversed { amount }
		lines { quantity restocked orderLine { title } } } } } } }`, "vendor", 5},
	"VendorScope.ledger":          {`{ vendor { ledger(first: 50) { count { value } nodes { posting kind account amount { amount } order { number } } } } }`, "vendor", 3},
	"VendorScope.ledgerBalances":  {`{ vendor { ledgerBalances { account amount { amount } } } }`, "vendor", 1},
	"AdminScope.ledgerChecks":     {`{ admin { ledgerChecks(first: 50) { count { value } nodes { faults vendor { name } } } } }`, "admin", 3},
	"VendorScope.paymentAccount":  {`{ vendor { paymentAccount { accountId requirements { field } } } }`, "vendor", 0},
	"AdminScope.webhookEvents":    {`{ admin { webhookEvents(first: 50) { count { value } nodes { kind status failure vendor { name } } } } }`, "admin", 3},
	"VendorScope.privacyRequests": {`{ vendor { privacyRequests(first: 50) { nodes { kind status byTeam downloadUrl customer { email } } count { value } } } }`, "vendor", 3},
	"VendorScope.customers":       {`{ vendor { customers(first: 50) { nodes { email } count { value } } } }`, "vendor", 2},
	"VendorScope.importJobs":      {`{ vendor { importJobs(first: 50) { nodes { status source { handle } progress { total } } } } }`, "vendor", 2},
	"VendorScope.marketplaceProducts": {`{ vendor { marketplaceProducts(first: 50) { count { value } nodes { title price { amount } source { handle }
		problems { code } proposal { title price { amount } collection { title } category { title } taxClass translations { language } edited } sourceChanges { field after catalog } pins { field after catalog } product { title } } } } }`, "vendor", 17},
	"VendorScope.stagingTasks":    {`{ vendor { stagingTasks(first: 50) { count { value } nodes { action status total problems { title } message } } } }`, "vendor", 2},
	"VendorScope.inventoryLevels": {`{ vendor { inventoryLevels(first: 50) { count { value } nodes { available variant { sku product { title } } } } } }`, "vendor", 4},
	"VendorScope.members": {`{ vendor { members(first: 50) { count { value } nodes { email name you permissions twoFactorEnabled lastSignInAt
		role { name permissions fixed memberCount } } } } }`, "vendor", 6},
	"VendorScope.roles":       {`{ vendor { roles(first: 50) { count { value } nodes { name description permissions fixed memberCount } } } }`, "vendor", 3},
	"VendorScope.invitations": {`{ vendor { invitations(first: 50) { count { value } nodes { email status invitedBy role { name memberCount } } } } }`, "vendor", 5},
	"VendorScope.domains":     {`{ vendor { domains(first: 50) { count { value } nodes { host status recordName recordValue problem } } } }`, "vendor", 2},
	"VendorScope.auditLog": {`{ vendor { auditLog(first: 50) { count { value } nodes { action target actor { email apiKeyName }
		impersonator { email } vendor { slug } changes { field after } address } } } }`, "vendor", 4},
	"VendorScope.exports": {`{ vendor { exports(first: 50) { count { value } nodes { status requestedBy downloadUrl } } } }`, "vendor", 3},
	"VendorScope.apiKeys": {`{ vendor { apiKeys(first: 50) { count { value } nodes { prefix permissions status createdBy { email role { name } } } } } }`, "vendor", 6},
	"VendorScope.dashboard": {`{ vendor { dashboard { asOf todo { code count } setup { code done } sales { total { amount } } period(days: 90) { figures { orders }
		before { orders } days { date } otherCurrencies funnel { visits paid } topProducts(first: 20) { units total { amount } product { title } } } } } }`, "vendor", 9},
	"AdminScope.dashboard": {`{ admin { dashboard { asOf vendors { status count } queues { name waiting } attention { code count } period(days: 90) { funnel { visits }
		currencies { currency figures { orders } topVendors(first: 20) { total { amount } vendor { name } } } } } } }`, "admin", 11},
	"AdminScope.sessions": {`{ admin { sessions(first: 50) { count { value } nodes { device address current lastUsedAt user { email } vendor { slug } impersonator { email } } } } }`, "admin", 5},
	"AdminScope.vendors": {`{ admin { vendors(first: 50) { count { value } nodes { slug status profile { version taglines { text } }
		onboarding { code done } } } } }`, "admin", 5},
	"AdminScope.users": {`{ admin { users(first: 50) { count { value } nodes { email state twoFactorEnabled
		memberships { role { name memberCount } vendor { slug } } } } } }`, "admin", 6},
	"AdminScope.staff":       {`{ admin { staff(first: 50) { count { value } nodes { email you permissions role { name memberCount } } } } }`, "admin", 5},
	"AdminScope.roles":       {`{ admin { roles(first: 50) { count { value } nodes { name permissions memberCount } } } }`, "admin", 3},
	"AdminScope.invitations": {`{ admin { invitations(first: 50) { count { value } nodes { email status invitedBy role { name } } } } }`, "admin", 4},
	"AdminScope.importJobs":  {`{ admin { importJobs(first: 50) { nodes { status source { handle } vendor { slug } } } } }`, "admin", 3},
	"AdminScope.auditLog": {`{ admin { auditLog(first: 50) { count { value } nodes { action target actor { email apiKeyName }
		impersonator { email } vendor { slug } changes { field after } address } } } }`, "admin", 4},
	"AdminScope.alerts":             {`{ admin { alerts(first: 50) { count { value } nodes { status title place vendor { slug } acknowledgedBy resolvedBy } } } }`, "admin", 4},
	"AdminScope.jobs":               {`{ admin { jobs(first: 50) { count { value } nodes { state kind error vendor { slug } } } } }`, "admin", 3},
	"AdminScope.notifications":      {`{ admin { notifications(first: 50) { count { value } nodes { title place read } } } }`, "admin", 3},
	"VendorScope.notifications":     {`{ vendor { notifications(first: 50) { count { value } nodes { title place read target } } } }`, "vendor", 3},
	"VendorScope.mailDeliveries":    {`{ vendor { mailDeliveries(first: 50) { count { value } nodes { kind recipient status orderId resendable } } } }`, "vendor", 2},
	"VendorScope.mailSuppressions":  {`{ vendor { mailSuppressions(first: 50) { count { value } nodes { address reason } } } }`, "vendor", 2},
	"VendorScope.webhookDeliveries": {`{ vendor { webhookDeliveries(first: 50) { count { value } nodes { event status payload endpoint { url rotatingUntil } } } } }`, "vendor", 3},
	"VendorScope.mailTemplates":     {`{ vendor { mailTemplates { kind subject overridden } webhookEndpoints { url events } } }`, "vendor", 2},
	"VendorScope.cleanup":           {`{ vendor { cleanup { key description note keptSeconds due { value precision } lastRunAt setting { key value } } } }`, "vendor", 16},
	"AdminScope.cleanup":            {`{ admin { cleanup { key description keptSeconds due { value precision } lastRunAt lastRemoved setting { key value } } } }`, "admin", 27},
	"AdminScope.errors":             {`{ admin { errors(first: 50) { count { value } nodes { source message occurrences vendor { slug } } } } }`, "admin", 3},
	"AdminScope.backups":            {`{ admin { backups(first: 50) { count { value } nodes { name status verifiedAt } } } }`, "admin", 2},
	"AdminScope.restores":           {`{ admin { restores(first: 50) { count { value } nodes { source status vendor { slug } } } } }`, "admin", 3},
	"AdminScope.exports":            {`{ admin { exports(first: 50) { count { value } nodes { status requestedBy downloadUrl } } } }`, "admin", 3},
}

// The budget: a list takes as many statements for many rows as for few, and no more
// than it is given.
func TestBudget(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, owner := fixture.Vendor(t, w.DB)
	as := map[string]context.Context{"shop": fixture.Shopper(t, v), "vendor": owner, "admin": fixture.Admin(t)}
	spend := func() map[string]int64 {
		out := map[string]int64{}
		for name, b := range budgets {
			out[name] = w.least(t, as[b.as], name, b.doc)
		}
		return out
	}
	w.stock(t, v, 2)
	few := spend()
	w.stock(t, v, 20)
	many := spend()
	for name, b := range budgets {
		require.LessOrEqual(t, many[name], b.limit, "%s takes %d statements", name, many[name])
		require.LessOrEqual(t, many[name], few[name]+1, "%s takes more statements for more rows", name) // a look-up that few rows do not need
	}
}

// least is how many statements an operation takes. Loaders gather for a moment, and on
// a busy machine they may do so in two goes, so the best of several tries counts; the
// first also fills what is kept for a while.
func (w *world) least(t *testing.T, ctx context.Context, name, doc string) int64 {
	t.Helper()
	least := int64(1 << 62)
	for range 6 * slack {
		before := w.statements.n.Load()
		r := w.ask(t, ctx, doc, nil)
		require.Empty(t, r.Errors, "%s: %s", name, r.body)
		least = min(least, w.statements.n.Load()-before)
	}
	return least
}

// Every list has a budget.
func TestEveryListHasABudget(t *testing.T) {
	t.Parallel()
	schema := gen.NewExecutableSchema(gen.Config{}).Schema()
	for _, of := range []string{"Shop", "VendorScope", "AdminScope"} {
		for _, f := range schema.Types[of].Fields {
			if isList(f) {
				require.Contains(t, budgets, of+"."+f.Name)
			}
		}
	}
}

func isList(f *ast.FieldDefinition) bool { return strings.HasSuffix(f.Type.Name(), "Connection") }

// stock adds n products with all that lists show of them, and one row of everything
// else.
func (w *world) stock(t *testing.T, v *ent.Vendor, n int) {
	t.Helper()
	ctx := fixture.System(t, v)
	shelf, err := w.DB.Collection.Create().SetSlug(fmt.Sprintf("shelf-%d", n)).SetTitle("Shelf").SetPosition(n).Save(ctx)
	require.NoError(t, err)
	for i := range n {
		p, _ := fixture.Product(t, w.DB, v)
		file, err := w.DB.MediaFile.Create().SetStatus("READY").SetKey(fmt.Sprintf("media/%d.jpg", i)).Save(ctx)
		require.NoError(t, err)
		require.NoError(t, w.DB.ProductMedia.Create().SetProductID(p.ID).SetMediaID(file.ID).Exec(ctx))
		require.NoError(t, w.DB.ProductRollup.Create().SetDay(time.Now().UTC().Format(time.DateOnly)).SetProductID(p.ID).SetCurrency(v.Currency).
			SetUnits(1).SetGrossMinor(990).Exec(ctx))
		require.NoError(t, w.DB.CollectionProduct.Create().SetCollectionID(shelf.ID).SetProductID(p.ID).SetPosition(i).Exec(ctx))
	}
	for range n {
		zone := w.DB.DeliveryZone.Create().SetName("Nordics").SetCountries([]string{"NO"}).SaveX(ctx)
		w.DB.DeliveryMethod.Create().SetZoneID(zone.ID).SetHandle(uuid.NewString()).SetTitle(map[string]string{"en": "Post"}).
			SetCurrency(v.Currency).SetTiers([]terms.Tier{{PriceMinor: 490}}).ExecX(ctx)
	}
	fixture.More(t, w.DB, v, n)
	w.DB.SalesRollup.Create().SetDay(time.Now().UTC().AddDate(0, 0, -n).Format(time.DateOnly)).SetCurrency(v.Currency).SetOrders(n).SetGrossMinor(990).ExecX(ctx)
	for i, m := range w.DB.Membership.Query().AllX(ctx) {
		require.NoError(t, w.DB.ApiKey.Create().SetName("Till").SetPrefix("ork_live_").SetHash(fmt.Append(nil, v.ID, n, i)).
			SetCreatedByID(m.UserID).SetExpiresAt(time.Now().Add(time.Hour)).Exec(ctx))
	}
	w.staff(t, v, n)
}

// staff adds n people to the platform's staff, and n invitations and domains of the vendor
// and of the staff.
func (w *world) staff(t *testing.T, v *ent.Vendor, n int) {
	t.Helper()
	ctx, platform := fixture.System(t, v), fixture.Platform(t)
	team := w.DB.Role.Query().Where(role.VendorID(v.ID)).FirstX(platform)
	top := w.DB.Role.Create().SetName(uuid.NewString()).SetPermissions([]string{"vendor.read"}).SaveX(platform)
	for range n {
		name := uuid.NewString()
		u := w.DB.User.Create().SetEmail(name + "@staff.example").SaveX(platform)
		w.DB.Membership.Create().SetUserID(u.ID).SetRoleID(top.ID).ExecX(platform)
		w.DB.VendorDomain.Create().SetHost(name + ".example").ExecX(ctx)
		for _, c := range []*ent.InvitationCreate{
			w.DB.Invitation.Create().SetVendorID(v.ID).SetRoleID(team.ID), w.DB.Invitation.Create().SetRoleID(top.ID),
		} {
			c.SetEmail(name + "@new.example").SetInvitedByID(u.ID).SetHash([]byte(uuid.NewString())).SetExpiresAt(time.Now().Add(time.Hour)).ExecX(platform)
		}
	}
}
