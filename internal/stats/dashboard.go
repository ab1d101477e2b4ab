package stats

import (
	"context"
	"fmt"
	"time"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/rollupmark"
	"orion/internal/enum"
)

// How far back imports and sales are looked at, in days.
const (
	importDays = 7
	maxDays    = 365
)

// Dashboard takes the figures that the first page begins with. A vendor whose sales were
// never added up, as one that is new, has them added up now.
func (s *Service) Dashboard(ctx context.Context, vendor *ent.Vendor) (*Dashboard, error) {
	d := &Dashboard{VendorID: vendor.ID, TimeZone: vendor.TimeZone, currency: vendor.Currency}
	asOf, err := s.countedTo(ctx)
	if ent.IsNotFound(err) {
		if err := s.Refresh(ctx, vendor.ID); err != nil {
			return nil, err
		}
		asOf, err = s.countedTo(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("read up to when figures are counted: %w", err)
	}
	d.AsOf = asOf
	now, err := s.counts(ctx, vendor.ID)
	if err != nil {
		return nil, err
	}
	d.fill(vendor, now)
	return d, nil
}

func (s *Service) countedTo(ctx context.Context) (time.Time, error) {
	m, err := s.db.RollupMark.Query().Select(rollupmark.FieldAsOf).Only(ctx)
	if err != nil {
		return time.Time{}, err
	}
	return m.AsOf.UTC(), nil
}

// fill says what was counted by the names of the graph.
func (d *Dashboard) fill(vendor *ent.Vendor, n *counts) {
	d.OrdersToFulfill, d.LowStock, d.SelectedProducts = n.ToFulfill, n.LowStock, n.Selected
	d.ActiveProducts, d.ImportsWithErrors = n.Products, n.FailedImports
	d.Todo = []*TodoItem{
		{enum.TodoCodeOrdersToFulfill, n.ToFulfill}, {enum.TodoCodeOrdersUnpaid, n.Unpaid}, {enum.TodoCodeReturnsToAnswer, n.Returns},
		{enum.TodoCodeFailedImports, n.FailedImports}, {enum.TodoCodeLowStock, n.LowStock}, {enum.TodoCodeChangedAtSource, n.Changed},
		{enum.TodoCodeProductsSelected, n.Selected},
	}
	d.Setup = []*SetupStep{
		{enum.SetupCodeProfile, vendor.Tagline[vendor.Language] != ""}, {enum.SetupCodeImport, n.Imported},
		{enum.SetupCodeProduct, n.Products > 0}, {enum.SetupCodeDelivery, n.Delivers}, {enum.SetupCodePayment, n.Paid}, {enum.SetupCodeDomain, n.Domain},
	}
}
