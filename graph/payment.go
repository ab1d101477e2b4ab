package graph

import (
	"context"

	"orion/ent/gen/ent"
	"orion/graph/gen/model"
	"orion/graph/loader"
	"orion/internal/payment"
)

func refundPayload(ctx context.Context, refund *ent.Refund, err error) (*model.OrderRefundPayload, error) {
	mistakes, err := userErrors(ctx, err)
	out := &model.OrderRefundPayload{Refund: refund, UserErrors: mistakes}
	if refund != nil && err == nil {
		out.Order, err = loader.Find(ctx, loader.From(ctx).Order, refund.OrderID)
	}
	return out, err
}

func commissionPayload(ctx context.Context, set *payment.Commission, err error) (*model.VendorCommissionPayload, error) {
	mistakes, err := userErrors(ctx, err)
	out := &model.VendorCommissionPayload{UserErrors: mistakes}
	if set != nil {
		out.Vendor, out.CommissionBp = set.Vendor, set.Bp
	}
	return out, err
}

func paymentAccountPayload(ctx context.Context, link func(context.Context) (string, *payment.Account, error)) (*model.PaymentAccountLinkPayload, error) {
	url, account, err := link(ctx)
	mistakes, err := userErrors(ctx, err)
	out := &model.PaymentAccountLinkPayload{PaymentAccount: account, UserErrors: mistakes}
	if url != "" {
		out.URL = &url
	}
	return out, err
}
