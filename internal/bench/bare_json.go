package main

import (
	"strconv"

	"orion/internal/kit/money"
	"orion/internal/kit/publicid"
)

func appendAll(b []byte, products []*bareProduct) []byte {
	for i, p := range products {
		if i > 0 {
			b = append(b, ',')
		}
		b = p.append(b)
	}
	return b
}

// words begins an object of a kind; whoever calls ends it.
func (p *bareProduct) words(b []byte, kind publicid.Kind) []byte {
	b = append(b, `{"id":"`...)
	b = append(b, publicid.New(kind, p.id)...)
	b = text(append(b, `","slug":`...), p.slug)
	b = text(append(b, `,"title":`...), p.title)
	return text(append(b, `,"description":`...), p.description)
}

func (p *bareProduct) append(b []byte) []byte {
	b = p.words(b, "Product")
	b = amount(append(b, `,"priceRange":{"min":`...), p.min, p.currency)
	b = amount(append(b, `,"max":`...), p.max, p.currency)
	b = append(b, `},"featuredMedia":`...)
	if m := p.picture; m != nil {
		b = text(append(b, `{"url":`...), "/"+m.key)
		b = text(append(b, `,"alt":`...), m.alt)
		b = strconv.AppendInt(append(b, `,"width":`...), int64(m.width), 10)
		b = strconv.AppendInt(append(b, `,"height":`...), int64(m.height), 10)
		b = append(b, '}')
	} else {
		b = append(b, "null"...)
	}
	b = append(b, `,"variants":{"nodes":[`...)
	for i, v := range p.variants {
		if i > 0 {
			b = append(b, ',')
		}
		b = v.append(b)
	}
	return append(b, "]}}"...)
}

func (v *bareVariant) append(b []byte) []byte {
	b = append(b, `{"id":"`...)
	b = append(b, publicid.New("ProductVariant", v.id)...)
	b = text(append(b, `","sku":`...), v.sku)
	b = text(append(b, `,"title":`...), v.title)
	b = amount(append(b, `,"price":`...), v.price, v.currency)
	b = strconv.AppendBool(append(b, `,"availableForSale":`...), v.available)
	return append(b, '}')
}

func amount(b []byte, minor int64, currency string) []byte {
	b = append(b, `{"amount":"`...)
	b = append(b, money.New(minor, currency).Amount()...)
	b = append(b, `","currencyCode":"`...)
	b = append(b, currency...)
	return append(b, `"}`...)
}

// text is enough for the texts that fill makes, none of which needs an escape.
func text(b []byte, s string) []byte {
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}
