package stats

import (
	"cmp"
	"maps"
	"slices"

	"orion/internal/enum"
)

func inOrder(states map[string]*QueueState) []*QueueState {
	return slices.SortedFunc(maps.Values(states), func(a, b *QueueState) int { return cmp.Compare(a.Name, b.Name) })
}

func (d *PlatformDashboard) ofStatus(status enum.VendorStatus) int {
	for _, v := range d.Vendors {
		if v.Status == status {
			return v.Count
		}
	}
	return 0
}
