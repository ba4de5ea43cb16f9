package contact

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/enquiry"
	"honglinh/catalog/store/private"
)

// sentForm says which enquiry came of a form. It tells of nobody, and is kept no longer
// than its form is good.
type sentForm struct {
	Number string    `json:"number"`
	Until  time.Time `json:"until"`
}

func sentForms() private.Collection[sentForm] {
	return private.Collection[sentForm]{Name: "sent-forms", Expires: func(s sentForm) time.Time { return s.Until }}
}

// formID is the id of what one form sent. Another text of the same form, such as one typed
// after a step back, is another: it must not be lost.
func (d *Desk) formID(draft enquiry.Draft, token string) string {
	raw, _ := json.Marshal(draft) // of strings alone
	return hex.EncodeToString(d.People.MAC("sent-form", token+"\x00"+string(raw)))
}

// Sent returns the enquiry that came of a draft of a form with the key to its page, and
// whether there is one.
func (d *Desk) Sent(ctx context.Context, draft enquiry.Draft, token string) (enquiry.Enquiry, string, bool, error) {
	e, ok, err := d.sent(ctx, d.People, draft.Clean(), token)
	return e, d.People.Key(purpose, e.Number), ok, err
}

func (d *Desk) sent(ctx context.Context, from private.Finder, draft enquiry.Draft, token string) (enquiry.Enquiry, bool, error) {
	if token == "" {
		return enquiry.Enquiry{}, false, nil
	}
	form, err := sentForms().Find(ctx, from, d.formID(draft, token))
	if err == nil {
		var it private.Item[enquiry.Enquiry]
		if it, err = d.enquiries().Find(ctx, from, form.Value.Number); err == nil {
			return it.Value, true, nil
		}
	}
	if catalog.KindOf(err) == catalog.NotFound { // not sent, or withdrawn since
		err = nil
	}
	return enquiry.Enquiry{}, false, err
}

// remember keeps which enquiry came of a form.
func (d *Desk) remember(ctx context.Context, tx private.Tx, draft enquiry.Draft, token string, e enquiry.Enquiry) error {
	if token == "" {
		return nil
	}
	it := private.Item[sentForm]{ID: d.formID(draft, token)}
	if old, err := sentForms().Find(ctx, tx, it.ID); err == nil {
		it = old // of an enquiry that was withdrawn
	}
	it.Value = sentForm{Number: e.Number, Until: d.Now().UTC().Add(longest)}
	_, err := sentForms().Save(ctx, tx, it)
	return err
}
