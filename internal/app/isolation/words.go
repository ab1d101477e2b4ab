package isolation

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
)

// words write operations.
type words struct {
	schema *ast.Schema
}

// extra is what an input needs beside what is required, so that it is complete.
var extra = map[string]map[string]string{
	"CatalogTaskInput":       {"edit": `{brand: "Orion"}`},
	"InventoryAdjustInput":   {"setOnHand": "5"},
	"ProductVariantSetInput": {"price": `"10.00"`},
	"PromotionInput":         {"percentBp": "1000"},
	"ProductUpdateInput":     {"title": `"Thing"`},
	"CustomerAddressInput":   {"isDefault": "true"},
	"TokenRefreshInput":      {"refreshToken": `"x"`},
	"MarketplaceSourceInput": {"name": `"Feed"`},
	"AddressInput": {
		"firstName": `"Ada"`, "lastName": `"Weber"`, "line1": `"1, rue du Test"`, "city": `"Luxembourg"`, "postalCode": `"1728"`, "countryCode": `"LU"`,
	},
}

// choices are values of enums that are not the first one.
var choices = map[string]string{"Audience": "VENDOR", "CatalogAction": "EDIT", "UserAction": "REVOKE_SESSIONS", "VendorAction": "SUSPEND"}

// samples are texts by what they are called.
var samples = map[string]string{
	"password": "orion-demo-1", "newPassword": "orion-demo-2", "currentPassword": "orion-demo-1", "language": "en",
	"countryCode": "LU", "currencyCode": "EUR", "paymentMethod": "manual", "handle": "standard", "source": "google",
	"contentType": "text/csv", "filename": "feed.csv", "timeZone": "Europe/Luxembourg", "code": "123456",
}

// about writes the operation that names something at a place; own names what else it
// needs.
func (w *words) about(p *place, name string, own names) string {
	value := strconv.Quote(name)
	switch {
	case p.mixed:
		value = "[" + strconv.Quote(own[p.kind]) + ", " + value + "]"
	case p.list:
		value = "[" + value + "]"
	}
	var args []string
	for _, a := range p.field.Arguments {
		switch {
		case a.Name == p.path[0]:
			args = append(args, a.Name+": "+w.at(p, a.Type, 1, value, own))
		case a.Type.NonNull && a.DefaultValue == nil:
			args = append(args, a.Name+": "+w.sample(p, a.Type, []string{a.Name}, own))
		}
	}
	return w.ask(p.root, p.field, "("+strings.Join(args, ", ")+")", own)
}

// ask writes an operation that asks for a field.
func (w *words) ask(root string, f *ast.FieldDefinition, args string, own names) string {
	call := f.Name + args + w.selection(f.Type, 2)
	for _, r := range roots {
		switch {
		case r.name != root:
		case root == "Collection":
			call = fmt.Sprintf(r.in, own["Collection"], call)
		default:
			call = fmt.Sprintf(r.in, call)
		}
	}
	switch root {
	case "Mutation", "Subscription":
		return strings.ToLower(root) + " { " + call + " }"
	}
	return "{ " + call + " }"
}

// at writes the value of an argument that leads to the place.
func (w *words) at(p *place, t *ast.Type, step int, value string, own names) string {
	if step == len(p.path) {
		return value
	}
	d := w.schema.Types[t.Name()]
	var parts []string
	for _, f := range d.Fields {
		path := append(append([]string{}, p.path[:step]...), f.Name)
		switch {
		case f.Name == p.path[step]:
			parts = append(parts, f.Name+": "+w.at(p, f.Type, step+1, value, own))
		case f.Type.NonNull && f.DefaultValue == nil:
			parts = append(parts, f.Name+": "+w.sample(p, f.Type, path, own))
		case extra[d.Name][f.Name] != "":
			parts = append(parts, f.Name+": "+extra[d.Name][f.Name])
		}
	}
	object := "{" + strings.Join(parts, ", ") + "}"
	if t.Elem != nil {
		return "[" + object + "]"
	}
	return object
}

// sample writes a value that fits and means nothing foreign.
func (w *words) sample(p *place, t *ast.Type, path []string, own names) string {
	if t.Elem != nil {
		return "[" + w.sample(p, t.Elem, path, own) + "]"
	}
	name := path[len(path)-1]
	switch d := w.schema.Types[t.NamedType]; d.Kind {
	case ast.Enum:
		if c, ok := choices[d.Name]; ok {
			return c
		}
		return d.EnumValues[0].Name
	case ast.InputObject:
		var parts []string
		for _, f := range d.Fields {
			if f.Type.NonNull && f.DefaultValue == nil {
				parts = append(parts, f.Name+": "+w.sample(p, f.Type, append(append([]string{}, path...), f.Name), own))
			} else if e := extra[d.Name][f.Name]; e != "" {
				parts = append(parts, f.Name+": "+e)
			}
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	switch t.NamedType {
	case "Int", "Float":
		return "1"
	case "Boolean":
		return "true"
	case "Decimal":
		return `"10.00"`
	case "DateTime":
		at := time.Now().Add(24 * time.Hour)
		if name == "from" {
			at = at.Add(-48 * time.Hour)
		}
		return strconv.Quote(at.UTC().Format(time.RFC3339))
	case "ID":
		k, _, _ := kindOf(&place{root: p.root, field: p.field, path: path}, "ID") // places has seen to it
		return strconv.Quote(own[k])
	}
	return strconv.Quote(text(name))
}

func text(name string) string {
	if s, ok := samples[name]; ok {
		return s
	}
	switch name {
	case "email", "newEmail", "ownerEmail":
		return unique("n") + "@nobody.example"
	case "host":
		return unique("n") + ".example"
	}
	return unique("x")
}

// selection writes what can be asked for of a type without arguments, so deep.
func (w *words) selection(t *ast.Type, depth int) string {
	d := w.schema.Types[t.Name()]
	switch d.Kind {
	case ast.Object:
	case ast.Interface:
		return " { __typename id }"
	default:
		return ""
	}
	parts := []string{"__typename"}
	for _, f := range d.Fields {
		leaf := w.schema.Types[f.Type.Name()].IsLeafType()
		switch {
		case strings.HasPrefix(f.Name, "__") || strings.HasSuffix(f.Name, "Cursor") || f.Name == "cursor" || f.Name == "edges" || needs(f):
		case leaf:
			parts = append(parts, f.Name)
		case depth > 0:
			parts = append(parts, f.Name+w.selection(f.Type, depth-1))
		}
	}
	return " { " + strings.Join(parts, " ") + " }"
}

// needs reports whether a field has an argument that must be given.
func needs(f *ast.FieldDefinition) bool {
	for _, a := range f.Arguments {
		if a.Type.NonNull && a.DefaultValue == nil {
			return true
		}
	}
	return false
}
