package api

import "felt/internal/leaf/view"

// RoomDoc is what everybody in the room may see: the topic "room".
type RoomDoc struct {
	Meta      view.PublicMeta  `json:"meta"`
	Clock     view.Clock       `json:"clock"`
	Structure view.Structure   `json:"structure"`
	Totals    view.Totals      `json:"totals"`
	Payouts   []view.PayoutRow `json:"payouts"`
}
