package order

import (
	"slices"

	"orion/internal/enum"
)

// edges are the ways an order's life can go. A state that is not here is an end.
var edges = map[enum.OrderStatus][]enum.OrderStatus{
	enum.OrderStatusPendingPayment: {enum.OrderStatusPlaced, enum.OrderStatusCancelled},
	enum.OrderStatusPlaced:         {enum.OrderStatusCompleted, enum.OrderStatusCancelled},
	// A sending that did not happen after all opens the order again.
	enum.OrderStatusCompleted: {enum.OrderStatusPlaced},
}

// may reports whether an order can go from one state to another.
func may(from, to enum.OrderStatus) bool { return slices.Contains(edges[from], to) }
