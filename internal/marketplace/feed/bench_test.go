package feed_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/marketplace/feed"
)

// feedOf writes a feed of 14 columns with n rows of about 300 bytes.
func feedOf(n int) []byte {
	var b bytes.Buffer
	b.WriteString("id,title,description,link,image_link,availability,price,brand,gtin,mpn,condition,product_type,color,quantity\n")
	for i := range n {
		fmt.Fprintf(&b, "SKU-%07d,Desk lamp with dimmer %d,\"A lamp for desks, with an arm of 40 cm and a warm light. Number %d.\","+
			"https://shop.example.com/p/lamp-%d,https://img.example.com/lamp-%d.jpg,in_stock,%d.%02d EUR,Lumen,,MPN-%d,new,"+
			"Home > Light > Desk lamps,white,%d\n", i, i, i, i, i, 10+i%90, i%100, i, i%50)
	}
	return b.Bytes()
}

func BenchmarkNext(b *testing.B) {
	data := feedOf(20_000)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		r, err := feed.Open(bytes.NewReader(data), feed.Options{})
		require.NoError(b, err)
		for {
			row, err := r.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil || row.Failed() {
				b.Fatal(err, row)
			}
		}
	}
	b.ReportMetric(20_000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkNextID(b *testing.B) {
	data := feedOf(20_000)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		r, err := feed.Open(bytes.NewReader(data), feed.Options{})
		require.NoError(b, err)
		for err == nil {
			_, err = r.NextID()
		}
	}
	b.ReportMetric(20_000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkShopify reads products of four variants and a picture more.
func BenchmarkShopify(b *testing.B) {
	var data bytes.Buffer
	data.WriteString(shopifyOld)
	for i := range 4000 {
		fmt.Fprintf(&data, "lamp-%d,Desk lamp %d,\"<p>A lamp for desks, with an arm of 40 cm.</p>\",Maison,Lights,\"lamp, desk\",TRUE,Size,S,Colour,White,"+
			"L-%d-1,180,shopify,4,deny,30.00,40.00,,https://img.example.com/%d-1.jpg,1,,12.50,active\n", i, i, i, i)
		for v := range 3 {
			fmt.Fprintf(&data, "lamp-%d,,,,,,,,%d,,White,L-%d-%d,180,shopify,4,deny,30.00,40.00,,https://img.example.com/%d-%d.jpg,%d,,12.50,\n", i, v, i, v+2, i, v+2, v+2)
		}
		fmt.Fprintf(&data, "lamp-%d,,,,,,,,,,,,,,,,,,,https://img.example.com/%d-9.jpg,9,,,\n", i, i)
	}
	b.SetBytes(int64(data.Len()))
	b.ReportAllocs()
	for b.Loop() {
		r, err := feed.Open(bytes.NewReader(data.Bytes()), feed.Options{Format: feed.FormatShopify, Currency: "EUR"})
		require.NoError(b, err)
		for {
			row, err := r.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil || row.Failed() {
				b.Fatal(err, row)
			}
		}
	}
	b.ReportMetric(16_000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
