package feed

import (
	"slices"
	"strings"
	"unicode"
)

// Guess tells a format from the names in a header: the one that knows its required
// columns, and of these the one that knows most of them. It is FormatCustom where none
// does.
func Guess(header []string) Format {
	best, most := FormatCustom, 0
	for _, one := range []struct {
		kind Format
		adapter
		marks []string // one of them at least: other formats have a title and a price too
	}{
		{FormatGoogle, google{}, []string{"id"}},
		{FormatLetzshop, letzshop{}, []string{"title_fr", "title_de", "title_en"}},
		{FormatShopify, shopify{}, []string{"handle", "option1_name"}},
	} {
		fields := map[string]bool{}
		for _, name := range header {
			fields[one.field(name)] = true
		}
		delete(fields, "")
		has := func(f string) bool { return fields[f] }
		title := has("title") || one.kind == FormatLetzshop
		if title && has("price") && slices.ContainsFunc(one.marks, has) && len(fields) > most {
			best, most = one.kind, len(fields)
		}
	}
	return best
}

// A Suggestion is what a column seems to mean.
type Suggestion struct {
	Column string
	Field  string // "" where there is no idea
	Exact  bool   // the format knows the column by this name
}

// Suggest proposes a field for each column of a header, in its order: the one that
// the format calls so, else the nearest in meaning. No field that takes one column
// is proposed twice; what is certain goes first.
func Suggest(header []string, as Format) []Suggestion {
	out := make([]Suggestion, len(header))
	taken := map[string]bool{}
	propose := func(exact bool, field func(string) string) {
		for i, name := range header {
			f := field(name)
			if out[i].Field != "" || f == "" || !isField(f) || taken[f] && !repeatable[f] {
				continue
			}
			out[i].Field, out[i].Exact, taken[f] = f, exact, true
		}
	}
	for i, name := range header {
		out[i].Column = strings.TrimSpace(name)
	}
	propose(true, exactField(as))
	propose(false, func(name string) string { return similar[squeezed(name)] })
	propose(false, similarField)
	return out
}

func exactField(as Format) func(string) string {
	switch as {
	case FormatShopify:
		return func(name string) string {
			f := shopify{}.field(name)
			if to, ok := shopifyMeans[f]; ok {
				return to
			}
			return f
		}
	case FormatLetzshop:
		return letzshop{}.field
	}
	return google{}.field
}

// shopifyMeans are Shopify's parts under the names of fields that stand for themselves.
var shopifyMeans = map[string]string{
	"sku": "id", "handle": "item_group_id", "image": "image_link", "variant_image": "additional_image_link",
	"product_category": "google_product_category", "compare_at": "",
}

// similar are the names that other systems and other languages have for a field,
// without blanks and marks.
var similar = func() map[string]string {
	m := map[string]string{}
	for field, list := range map[string]string{
		"id": `sku articleid productid itemid externalid articlenumber productnumber itemnumber ordernumber reference ref code
			artikelnummer artikelnr produktnummer bestellnummer référence reference codearticle numeroarticle`,
		"title": `name productname itemname posttitle producttitle label designation désignation bezeichnung titel titre nom
			artikelname produktname nomproduit`,
		"description": `body bodyhtml longdescription fulldescription productdescription postcontent details text beschreibung
			artikelbeschreibung langtext descriptif`,
		"link":                  `url producturl deeplink permalink website produktlink lien urlproduit`,
		"image_link":            `image images imageurl picture pictures photo photos mainimage imagesrc thumbnail assets bild bilder hauptbild photoprincipale covermediaurl`,
		"additional_image_link": `additionalimages moreimages gallery variantimages zusatzbilder galerie`,
		"availability":          `stockstatus instock available verfügbarkeit disponibilité lieferbar`,
		"price":                 `regularprice grossprice pricegross retailprice unitprice variantprice listprice sellingprice preis bruttopreis verkaufspreis prix prixttc prixdevente`,
		"sale_price":            `specialprice discountprice offerprice promoprice angebotspreis aktionspreis prixpromo prixsoldé`,
		"brand":                 `vendor manufacturer manufacturername maker supplier marke hersteller marque fabricant`,
		"gtin":                  `ean ean13 upc barcode isbn gtin13 gtin14 eancode codebarre codebarres strichcode`,
		"mpn":                   `manufacturernumber partnumber manufacturerpartnumber herstellernummer référencefabricant`,
		"condition":             `state itemcondition zustand état`,
		"product_type":          `category categories productcategory producttype type family taxproductcat kategorie kategorien warengruppe catégorie catégories rayon`,
		"item_group_id":         `parentid parentsku parent groupid handle postparent gruppe slug`,
		"color":                 `colour farbe couleur`,
		"size":                  `größe groesse taille`,
		"quantity":              `qty stock stocklevel stockonhand inventory inventories inventoryqty inventoryquantity onhand bestand lagerbestand menge quantité qté`,
		"material":              `fabric stoff matière matériau`,
		"pattern":               `muster motif`,
		"gender":                `sex geschlecht sexe genre`,
		"tags":                  `keywords schlagworte motsclés taxproducttag`,
		"cost":                  `costperitem purchaseprice einkaufspreis prixdachat`,
		"weight_grams":          `grams weightgrams weightingrams gramm grammes`,
		"seo_title":             `metatitle`,
		"seo_description":       `metadescription`,
		fieldOptionNames:        `optiongroups optionnames`,
		fieldOptionValues:       `optionvalues`,
		fieldVariants:           `variants`,
	} {
		for _, name := range strings.Fields(list) {
			m[name] = field
		}
	}
	return m
}()

// squeezed leaves the letters and digits of a name.
func squeezed(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// similarField knows a name that contains a known one as a word, or is a slip of the
// pen away from it.
func similarField(name string) string {
	for _, word := range strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if f := wordField(word); f != "" {
			return f
		}
	}
	whole := squeezed(name)
	for _, field := range Fields() {
		if n := len(field); n > 4 && distanceOne(whole, squeezed(field)) {
			return field
		}
	}
	return ""
}

func wordField(word string) string {
	if len(word) < 3 {
		return ""
	}
	if _, typed := typedColumns[word]; typed {
		return word
	}
	return similar[word]
}

// distanceOne reports whether one letter more, less or other makes a text of the other.
func distanceOne(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) < len(y) {
		x, y = y, x
	}
	if len(x)-len(y) > 1 {
		return false
	}
	i := 0
	for i < len(y) && x[i] == y[i] {
		i++
	}
	if len(x) == len(y) {
		return i == len(y) || slices.Equal(x[i+1:], y[i+1:])
	}
	return slices.Equal(x[i+1:], y[i:])
}
