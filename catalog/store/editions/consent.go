package editions

import (
	"context"

	"honglinh/catalog/account"
	"honglinh/catalog/desk"
	"honglinh/catalog/store/private"
)

// Agree records what the people whom an edition names agreed to. Faults: NotFound,
// Invalid.
func (k *Keeper) Agree(ctx context.Context, id string, c desk.Consent, who account.Actor, role string) error {
	_, err := k.change(ctx, id, role, "consent", who, func(_ private.Tx, e *desk.Edition) error { return e.Agree(c, who, k.Now().UTC()) })
	return err
}

// Disagree notes that they took it back. Faults: NotFound, Invalid.
func (k *Keeper) Disagree(ctx context.Context, id string, who account.Actor, role string) error {
	_, err := k.change(ctx, id, role, "consent-withdrawn", who, func(_ private.Tx, e *desk.Edition) error { return e.Disagree(who, k.Now().UTC()) })
	return err
}
