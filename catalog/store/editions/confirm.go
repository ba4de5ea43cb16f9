package editions

import (
	"context"
	"maps"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/desk"
	"honglinh/catalog/store/private"
)

// ReviewMonths is how long a confirmation holds where the record does not say
// otherwise: Decree 224/2026 art. 9.3 asks for a change at once and for no interval,
// half a year is the board's own rule.
const ReviewMonths = 6

// Confirm notes that a published record is still true today: who says so and when
// goes to readers, and the next review moves on. It changes nothing else, so that
// it takes one person. Faults: NotFound, Invalid.
func (k *Keeper) Confirm(ctx context.Context, id string, who account.Actor, role string) error {
	now := k.Now().UTC()
	today := now.In(time.FixedZone("UTC+7", 7*60*60))
	it, err := k.change(ctx, id, role, "confirm", who, func(_ private.Tx, e *desk.Edition) error {
		if e.State != desk.Published || e.Pending {
			return catalog.NewFault(catalog.Invalid, "edition", "Chỉ xác nhận được bản đang công bố.", "Only what readers have can be confirmed.")
		}
		e.Fields = maps.Clone(e.Fields)
		e.Fields["confirmed_by"], e.Fields["confirmed_on"] = who.Person, today.Format(time.DateOnly)
		if e.Unit != "" {
			e.Fields["confirmed_by"] += " (" + e.Unit + ")"
		}
		e.Fields["review_due"] = today.AddDate(0, ReviewMonths, 0).Format(time.DateOnly)
		e.Pending = true
		return nil
	})
	if err != nil {
		return err
	}
	_, err = k.deliver(ctx, it)
	return err
}
