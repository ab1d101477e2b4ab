package checkout

import (
	"context"
	"fmt"

	"orion/internal/enum"
	"orion/internal/inventory"
	"orion/internal/kit/errs"
	"orion/internal/kit/i18n"
	"orion/internal/kit/postal"
)

// facts are what decides whether an order can be placed.
type facts struct {
	items    []*item
	email    *string
	address  *postal.Address
	delivery *DeliveryOption
	nowhere  bool // whether the shop does not deliver to the address at all
	closed   bool // whether the shop takes no orders now
	unfit    bool // whether it does, and none of the ways takes this order
}

// A need is something that is missing, as the error that it would be.
type need struct {
	code enum.CheckoutRequirementCode
	err  *errs.Error
}

// missing says what an order still needs, in the order in which a buyer would see to
// it. It is both what a cart shows and what completion asks, so that the two cannot
// differ.
func missing(f facts) []need {
	var out []need
	wanted := func(is bool, code enum.CheckoutRequirementCode, path, format string) {
		if is {
			out = append(out, need{code, errs.New(errs.Required, format).At(path)})
		}
	}
	if f.closed {
		out = append(out, need{enum.CheckoutRequirementCodeShopOpen, errs.New(errs.InvalidState, "the shop takes no orders at the moment")})
	}
	wanted(len(f.items) == 0, enum.CheckoutRequirementCodeLines, "lines", "put something into the cart first")
	for i, it := range f.items {
		if int64(it.quantity) > it.available {
			out = append(out, need{enum.CheckoutRequirementCodeStock, inventory.Short(it.available).At(fmt.Sprintf("lines.%d", i))})
		}
	}
	wanted(f.email == nil, enum.CheckoutRequirementCodeEmail, "email", "an e-mail address is needed")
	wanted(f.address == nil, enum.CheckoutRequirementCodeShippingAddress, "shippingAddress", "a shipping address is needed")
	wanted(f.nowhere, enum.CheckoutRequirementCodeDeliveryOption, "shippingAddress", "the shop does not deliver to this address")
	wanted(f.unfit, enum.CheckoutRequirementCodeDeliveryOption, "lines", "no way of delivery to this address takes this order")
	wanted(!f.nowhere && !f.unfit && f.delivery == nil, enum.CheckoutRequirementCodeDeliveryOption, "deliveryOption", "a way of delivery must be chosen")
	return out
}

// requirements puts needs into words.
func requirements(ctx context.Context, needs []need) []*Requirement {
	out := make([]*Requirement, len(needs))
	for i, n := range needs {
		out[i] = &Requirement{Code: n.code, Message: i18n.T(ctx, n.err.Format, n.err.Args...), Path: n.err.Path}
	}
	return out
}

// refusal is needs as the error of a completion, nil where there are none.
func refusal(needs []need) error {
	var list errs.List
	for _, n := range needs {
		list = append(list, n.err)
	}
	return list.Or()
}
