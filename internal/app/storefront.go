package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"orion/server"
	"orion/storefront"
)

type storefrontCmd struct {
	Export storefrontExportCmd `cmd:"" help:"Write the pages of a shop as files, for a host that serves files alone."`
}

type storefrontExportCmd struct {
	Out    string `required:"" type:"path" help:"Folder to write to."`
	API    string `required:"" name:"api" help:"Where the platform is: https://api.example."`
	Vendor string `help:"Slug of the shop. Empty: the one whose host the API is at."`
	Assets string `help:"Origin that serves /assets of the folder: https://cdn.example. Empty: the host of the pages."`
}

// Run implements kong's command.
func (c *storefrontExportCmd) Run(ctx context.Context, p *process) error {
	slug, err := ExportStorefront(ctx, StorefrontExport{Out: c.Out, API: c.API, Vendor: c.Vendor, Assets: c.Assets})
	if err == nil {
		fmt.Fprintf(p.stdout, "wrote the pages of %s to %s\n", slug, c.Out)
	}
	return err
}

// A StorefrontExport says which shop's pages are written where; its fields are the flags of the command.
type StorefrontExport struct{ Out, API, Vendor, Assets string }

// ExportStorefront writes the pages of a shop as files and returns its slug. It needs no database: it asks the API.
func ExportStorefront(ctx context.Context, e StorefrontExport) (slug string, err error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	api := strings.TrimSuffix(e.API, "/")
	config, picture, err := shopAt(ctx, api, e.Vendor)
	if err != nil {
		return "", fmt.Errorf("ask %s for the shop: %w", api, err)
	}
	theme, err := themeAt(ctx, api, config.Vendor.Slug)
	if err != nil {
		return "", fmt.Errorf("ask %s for the shop's theme: %w", api, err)
	}
	return config.Vendor.Slug, server.Static{Config: *config, Theme: theme, Assets: strings.TrimSuffix(e.Assets, "/"), Picture: picture}.Write(e.Out)
}

// shopQuery asks for what every page of a shop knows, and where its pictures are.
const shopQuery = `{ shop { slug name tagline imprint currencyCode languages products(first: 1) { nodes { featuredMedia { url } } } } }`

// A shopAnswer is what the API says to shopQuery.
type shopAnswer struct {
	Data struct {
		Shop *struct {
			Slug, Name, Tagline, Imprint, CurrencyCode string
			Languages                                  []string
			Products                                   struct {
				Nodes []struct{ FeaturedMedia *struct{ URL string } }
			}
		}
	}
}

// picture is the address of one of the shop's pictures, empty where it has none.
func (a shopAnswer) picture() string {
	for _, p := range a.Data.Shop.Products.Nodes {
		if p.FeaturedMedia != nil {
			return p.FeaturedMedia.URL
		}
	}
	return ""
}

func shopAt(ctx context.Context, api, vendor string) (*storefront.Config, string, error) {
	out, err := askShop(ctx, api, vendor)
	if err != nil {
		return nil, "", err
	}
	s := out.Data.Shop
	return &storefront.Config{
		Vendor: &storefront.Vendor{Slug: s.Slug, Name: s.Name, Tagline: s.Tagline, Imprint: s.Imprint},
		API:    api + "/graphql", Media: api, Locale: s.Languages[0], Locales: s.Languages, Currency: s.CurrencyCode, Country: "LU",
	}, out.picture(), nil
}

func askShop(ctx context.Context, api, vendor string) (out shopAnswer, err error) {
	body, err := json.Marshal(map[string]string{"query": shopQuery})
	if err != nil {
		return out, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, api+"/graphql", bytes.NewReader(body))
	if err != nil {
		return out, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Orion-Vendor", vendor)
	status, answer, err := exchange(r)
	if err != nil {
		return out, err
	}
	if err := json.Unmarshal(answer, &out); err != nil || out.Data.Shop == nil || len(out.Data.Shop.Languages) == 0 {
		return out, errors.Join(fmt.Errorf("there is no such shop (status %d)", status), err)
	}
	return out, nil
}

// themeAt finds the shop's theme by path, as in development, or at its own host; nil where
// the API is at neither.
func themeAt(ctx context.Context, api, slug string) ([]byte, error) {
	for _, address := range []string{api + "/shop/" + slug + "/theme.css", api + "/theme.css"} {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return nil, err
		}
		status, text, err := exchange(r)
		if err != nil {
			return nil, err
		}
		if status == http.StatusOK {
			return text, nil
		}
	}
	return nil, nil
}

// exchange sends a request to where the operator says and reads a small answer.
func exchange(r *http.Request) (status int, body []byte, err error) {
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer answer.Body.Close()
	body, err = io.ReadAll(io.LimitReader(answer.Body, 1<<20))
	return answer.StatusCode, body, err
}
