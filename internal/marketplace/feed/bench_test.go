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
