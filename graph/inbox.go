package graph

import "orion/graph/gen/model"

// notificationsRead answers how much is left unread, null where nothing happened.
func notificationsRead(unread int, mistakes []*model.UserError) *model.NotificationsReadPayload {
	out := &model.NotificationsReadPayload{UserErrors: mistakes}
	if len(mistakes) == 0 {
		out.Unread = &unread
	}
	return out
}
