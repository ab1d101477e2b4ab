package gate_test

import (
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql/introspection"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"orion/graph/gate"
)

func TestPrices(t *testing.T) {
	t.Parallel()
	s := load(t)
	p := gate.NewPrices(s)
	for name, tc := range map[string]struct {
		doc  string
		vars map[string]any
		cost int
	}{
		"an operation costs a point at least":      {doc: "{__typename}", cost: 1},
		"an object is 1, a scalar nothing":         {doc: "{shop{name}}", cost: 1},
		"objects in objects":                       {doc: "{product{price{amount} self{id}}}", cost: 3},
		"a connection without nodes":               {doc: "{shop{products{pageInfo{hasNextPage}}}}", cost: 1 + 2 + 1},
		"a connection of 20 unless said":           {doc: "{shop{products{nodes{id}}}}", cost: 1 + 2 + 20},
		"first":                                    {doc: "{shop{products(first:3){nodes{id}}}}", cost: 1 + 2 + 3},
		"first null is as good as nothing":         {doc: "{shop{products(first:null){nodes{id}}}}", cost: 1 + 2 + 20},
		"last":                                     {doc: "{shop{products(last:4){nodes{id}}}}", cost: 1 + 2 + 4},
		"first by variable":                        {doc: "query($n:Int){shop{products(first:$n){nodes{id}}}}", vars: map[string]any{"n": 7}, cost: 1 + 2 + 7},
		"first by variable left out":               {doc: "query($n:Int){shop{products(first:$n){nodes{id}}}}", cost: 1 + 2 + 20},
		"first by a variable's default":            {doc: "query($n:Int=9){shop{products(first:$n){nodes{id}}}}", cost: 1 + 2 + 9},
		"negative counts as none":                  {doc: "{shop{products(first:-5){nodes{id}}}}", cost: 1 + 2},
		"edges cost as their nodes do":             {doc: "{shop{products(first:3){edges{cursor node{id price{amount}}}}}}", cost: 1 + 2 + 3*2},
		"edges and nodes":                          {doc: "{shop{products(first:3){edges{node{id}} nodes{id}}}}", cost: 1 + 2 + 3 + 3},
		"connections in connections":               {doc: "{shop{products(first:10){nodes{variants(first:5){nodes{price{amount}}}}}}}", cost: 1 + 2 + 10*(1+2+5*2)},
		"a million":                                {doc: "{shop{products(first:1000000){nodes{id}}}}", cost: 1 + 2 + 1_000_000},
		"@cost adds its weight":                    {doc: "{shop{products(first:1){count{value}}}}", cost: 1 + 2 + 1 + 5},
		"@cost on a list":                          {doc: "{shop{sales{total{amount}}}}", cost: 1 + 1 + 20 + 1},
		"a search":                                 {doc: `{shop{search(query:"x",first:2){nodes{id}}}}`, cost: 1 + 20 + 2 + 2},
		"a search by argument":                     {doc: `{shop{products(search:"x",first:2){nodes{id}}}}`, cost: 1 + 20 + 2 + 2},
		"no search by argument":                    {doc: `{shop{products(search:null,first:2){nodes{id}}}}`, cost: 1 + 2 + 2},
		"by ids":                                   {doc: `{nodes(ids:["1","2","3"]){price{amount}}}`, cost: 3 * 2},
		"by ids in a variable":                     {doc: `query($ids:[ID!]!){nodes(ids:$ids){id}}`, vars: map[string]any{"ids": []any{"1", "2"}}, cost: 2},
		"a mutation":                               {doc: "mutation{rename{product{id}}}", cost: 10 + 1},
		"a mutation that answers a scalar":         {doc: "mutation{touch}", cost: 10},
		"two mutations":                            {doc: "mutation{a:touch b:touch}", cost: 20},
		"fragments cost wherever they are spread":  {doc: "{shop{...p} x:shop{...p}} fragment p on Shop{products(first:2){...c}} fragment c on ProductConnection{nodes{id}}", cost: 2 * (1 + 2 + 2)},
		"what is skipped costs nothing":            {doc: "{shop{name products@skip(if:true){nodes{id}}}}", cost: 1},
		"what is not included costs nothing":       {doc: "query($x:Boolean!){shop{... @include(if:$x){products{nodes{id}}}}}", vars: map[string]any{"x": false}, cost: 1},
		"what is included costs":                   {doc: "query($x:Boolean!){shop{... @include(if:$x){products{nodes{id}}}}}", vars: map[string]any{"x": true}, cost: 1 + 22},
		"the schema, by the query that tools send": {doc: introspection.Query, cost: 501},
	} {
		t.Run(name, func(t *testing.T) {
			doc, err := gqlparser.LoadQueryWithRules(s, tc.doc, rules.NewDefaultRules())
			require.Nil(t, err)
			vars, verr := validator.VariableValues(s, doc.Operations[0], tc.vars)
			require.NoError(t, verr)
			got, varies := p.Of(doc.Operations[0], vars)
			require.Equal(t, tc.cost, got.Total)
			require.Equal(t, strings.Contains(tc.doc, "$"), varies)
		})
	}
}

func TestOperationsBeyondTheLimitAreRefused(t *testing.T) {
	t.Parallel()
	var ran []string
	h := serve(t, options{ran: &ran})
	for name, doc := range map[string]string{
		"a long list":                 "{shop{products(first:1998){nodes{id}}}}",
		"a million":                   "{shop{products(first:1000000){nodes{id}}}}",
		"lists in lists":              "{shop{products(first:100){nodes{variants(first:100){nodes{id}}}}}}",
		"lists in lists four deep":    "{shop{products(first:1000000000){nodes{variants(first:1000000000){nodes{variants(first:1000000000){nodes{variants(first:1000000000){nodes{id}}}}}}}}}}",
		"too much of the schema":      "{a:__schema{types{fields{args{type{fields{args{type{name}}}}} x:args{type{fields{args{type{name}}}}} type{fields{args{name}}}}}} b:__schema{...s} c:__schema{...s} d:__schema{...s} e:__schema{...s} f:__schema{...s} g:__schema{...s}} fragment s on __Schema{types{fields{args{type{fields{args{type{name}}}}}} inputFields{type{fields{args{name}}}} enumValues{name}}}",
		"fragments that add up to it": "{shop{...a ...a ...a ...a}} fragment a on Shop{products(first:100){nodes{...b ...b}}} fragment b on Product{price{amount} self{id} x:self{id}}",
	} {
		t.Run(name, func(t *testing.T) {
			got := send(t, h, query(t, doc, nil))
			require.Equal(t, "COST_LIMIT", got.code(), got.body)
			require.Greater(t, got.Extensions.Cost.Requested, 2000)
			require.Zero(t, got.Extensions.Cost.Actual)
			require.Equal(t, got.Extensions.Cost.Throttle.Maximum, got.Extensions.Cost.Throttle.Available, "nothing was charged")
		})
	}
	require.Empty(t, ran)
	require.Empty(t, send(t, h, query(t, "{shop{products(first:1997){nodes{id}}}}", nil)).Errors, "2,000 points are allowed")
}

func TestThePriceOfEachFieldIsToldToThoseWhoAsk(t *testing.T) {
	t.Parallel()
	h := serve(t, options{})
	const doc = "{shop{name ...p}} fragment p on Shop{x:products(first:10){nodes{price{amount}}}}"
	require.Empty(t, send(t, h, query(t, doc, nil)).Extensions.Cost.Fields)
	got := send(t, h, with(query(t, doc, nil), "Orion-Cost-Debug", "1"))
	require.Equal(t, []gate.FieldCost{
		{Path: "shop", Requested: 23},
		{Path: "shop.x", Requested: 22},
		{Path: "shop.x.nodes", Requested: 2},
		{Path: "shop.x.nodes.price", Requested: 1},
	}, got.Extensions.Cost.Fields)
	refused := send(t, h, with(query(t, "{shop{products(first:9999){nodes{id}}}}", nil), "Orion-Cost-Debug", "1"))
	require.Equal(t, "COST_LIMIT", refused.code())
	require.Len(t, refused.Extensions.Cost.Fields, 3, "most of all where it was too much")
}

func TestWhatDidNotComeBackIsGivenBack(t *testing.T) {
	t.Parallel()
	answer := `{"shop":{"products":{"nodes":[{"id":"{{{\\"},{"id":"\"{"},{"id":"x"}],"count":{"value":3}}}}`
	h := serve(t, options{data: answer})
	got := send(t, h, query(t, "{shop{products(first:100){nodes{id} count{value}}}}", nil))
	require.Empty(t, got.Errors)
	cost := got.Extensions.Cost
	require.Equal(t, 1+2+100+6, cost.Requested)
	require.Equal(t, 1+2+3+6, cost.Actual, "three nodes came, not a hundred")
	require.Equal(t, cost.Throttle.Maximum-cost.Actual, cost.Throttle.Available)
	require.Equal(t, 1, cost.Throttle.RestorePerSecond)
}
