package uploads

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/desk"
	"honglinh/catalog/store/editions"
	"honglinh/catalog/store/private"
	"honglinh/catalog/vocab"
)

// Life is how long a link holds, Keep how long after it is told what came of it.
const (
	Life = 7 * 24 * time.Hour
	Keep = 30 * 24 * time.Hour
)

// maxLabel bounds what a link is called, in bytes.
const maxLabel = 200

// Link is a one-time link.
type Link struct {
	Unit  string     `json:"unit"`
	Kind  vocab.Kind `json:"kind"` // of the records that the rows become
	Label string     `json:"label"`
	By    string     `json:"by"` // account
	Made  time.Time  `json:"made"`
	Until time.Time  `json:"until"`
	// Used is when its file was taken, Drafts what came of it.
	Used   time.Time `json:"used,omitzero"`
	Drafts []string  `json:"drafts,omitempty"`
}

// State of a link: waiting, used or over.
func (l Link) State(now time.Time) string {
	switch {
	case !l.Used.IsZero():
		return "used"
	case now.After(l.Until):
		return "over"
	}
	return "waiting"
}

// Actor is who acts with a link: a contributor of its unit.
func (l Link) Actor() account.Actor {
	return account.Actor{Name: "upload/" + l.Unit, Person: l.Label, Grants: []account.Grant{{Role: account.Contributor, Unit: l.Unit}}}
}

var links = private.Collection[Link]{Name: "upload-links",
	Keys: func(l Link) []private.Key {
		return []private.Key{{Name: "made", Value: l.Made.UTC().Format(time.RFC3339)}}
	},
	Expires: func(l Link) time.Time { return l.Until.Add(Keep) }}

// Keeper keeps links; all of it is needed. It is safe for concurrent use.
type Keeper struct {
	Editions *editions.Keeper
	Now      func() time.Time
	Rand     io.Reader
	throttle account.Throttle
}

// Make makes a link and returns its token, of which only the hash is kept. Fault:
// Invalid.
func (k *Keeper) Make(ctx context.Context, unit string, kind vocab.Kind, label string, who account.Actor, role string) (string, error) {
	g, err := account.NewGrant(account.Contributor, unit)
	switch {
	case err != nil:
		return "", err
	case !slices.Contains(desk.Kinds(), kind):
		return "", catalog.NewFault(catalog.Invalid, "kind", "Loại này không soạn ở bàn biên tập.", "This kind is not written at the desk.")
	case label == "" || len(label) > maxLabel:
		return "", catalog.NewFault(catalog.Invalid, "label", "Hãy ghi tên người hoặc bộ phận nhận liên kết, nhiều nhất 200 byte.", "Say who gets the link, in at most 200 bytes.")
	}
	random := make([]byte, account.TokenBytes)
	if _, err := io.ReadFull(k.Rand, random); err != nil {
		return "", err
	}
	token, now := account.Token(random), k.Now().UTC()
	err = k.Editions.Store.Write(ctx, func(tx private.Tx) error {
		it := private.Item[Link]{ID: account.Kept(token), Value: Link{Unit: g.Unit, Kind: kind, Label: label, By: who.Name, Made: now, Until: now.Add(Life)}}
		if _, err := links.Save(ctx, tx, it); err != nil {
			return err
		}
		_, err := tx.Append(ctx, private.Entry{Role: role, Action: "upload-link", Target: "unit/" + unit, Subject: "account/" + who.Name})
		return err
	})
	return token, err
}

// Links returns the links, the newest first, with the ids by which they are ended.
func (k *Keeper) Links(ctx context.Context) ([]private.Item[Link], error) {
	items, _, err := links.List(ctx, k.Editions.Store, private.Query{Key: "made"})
	slices.Reverse(items)
	return items, err
}

// End ends a link that was not used. Fault: NotFound.
func (k *Keeper) End(ctx context.Context, id string, who account.Actor, role string) error {
	return k.Editions.Store.Write(ctx, func(tx private.Tx) error {
		it, err := links.Find(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := links.Delete(ctx, tx, it); err != nil {
			return err
		}
		_, err = tx.Append(ctx, private.Entry{Role: role, Action: "upload-link-end", Target: "unit/" + it.Value.Unit, Subject: "account/" + who.Name})
		return err
	})
}

// Find returns the link of a token that waits for its file. from is the network that
// asks; one that guesses is held off. Faults: NotFound; Invalid for one that was used
// or is over, with when; Busy.
func (k *Keeper) Find(ctx context.Context, token, from string) (Link, error) {
	now, key := k.Now().UTC(), "network/"+from
	if d := k.throttle.Wait(now, key); d > 0 {
		s := int(d.Seconds()) + 1
		return Link{}, catalog.NewFault(catalog.Busy, "token", fmt.Sprintf("Quá nhiều lần thử; hãy đợi %d giây.", s), fmt.Sprintf("Too many attempts; wait %d seconds.", s))
	}
	it, err := links.Find(ctx, k.Editions.Store, account.Kept(token))
	if catalog.KindOf(err) == catalog.NotFound {
		k.throttle.Failed(now, key)
		return Link{}, catalog.NewFault(catalog.NotFound, "token", "Không có liên kết này, hoặc người gửi đã huỷ; hãy xin liên kết mới.", "There is no such link, or it was ended; ask for a new one.")
	}
	if err != nil {
		return Link{}, err
	}
	return it.Value, it.Value.open(now)
}

// open says why a link takes no file, nil for one that does.
func (l Link) open(now time.Time) error {
	zone := time.FixedZone("UTC+7", 7*60*60)
	switch l.State(now) {
	case "used":
		at := l.Used.In(zone).Format("15:04 02/01/2006")
		return catalog.NewFault(catalog.Invalid, "token", fmt.Sprintf("Liên kết này đã dùng lúc %s, được %d bản; mỗi liên kết chỉ dùng một lần. Hãy xin liên kết mới.", at, len(l.Drafts)),
			fmt.Sprintf("This link was used at %s, for %d drafts; each is used once. Ask for a new one.", at, len(l.Drafts)))
	case "over":
		at := l.Until.In(zone).Format("15:04 02/01/2006")
		return catalog.NewFault(catalog.Invalid, "token", "Liên kết này đã hết hạn lúc "+at+"; hãy xin liên kết mới.", "This link was over at "+at+"; ask for a new one.")
	}
	return nil
}

// Slow holds off a network that sends files that cannot be taken.
func (k *Keeper) Slow(from string) { k.throttle.Failed(k.Now().UTC(), "network/"+from) }

// Take keeps what a file says as editions that are sent to the unit's check, and uses
// the link up: all of it is kept, or nothing. Faults: as Find.
func (k *Keeper) Take(ctx context.Context, token string, list []desk.Edition) ([]editions.Item, error) {
	var out []editions.Item
	err := k.Editions.BeginAll(ctx, list, "upload-link", func(tx private.Tx, begun []editions.Item) error {
		it, err := links.Find(ctx, tx, account.Kept(token))
		if err != nil {
			return err
		}
		now := k.Now().UTC()
		if err := it.Value.open(now); err != nil {
			return err // another file was faster
		}
		it.Value.Used, out = now, begun
		for _, b := range begun {
			it.Value.Drafts = append(it.Value.Drafts, b.ID)
		}
		_, err = links.Save(ctx, tx, it)
		return err
	})
	return out, err
}
