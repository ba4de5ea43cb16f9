package photos

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/photo"
	"honglinh/catalog/store/private"
	"honglinh/datasets/files"
)

// Keeper keeps pictures; all of it is needed. It is safe for concurrent use.
type Keeper struct {
	Store private.Store
	Files files.Store
	Now   func() time.Time
}

// Item is a picture with the version it is kept in; its id is the SHA-256.
type Item = private.Item[photo.Photo]

var photos = private.Collection[photo.Photo]{Name: "photos", Keys: func(p photo.Photo) []private.Key {
	added := p.Added.UTC().Format("20060102150405")
	out := []private.Key{{Name: "added", Value: added}}
	if p.Unit != "" {
		out = append(out, private.Key{Name: "unit", Value: p.Unit + "/" + added})
	}
	for _, band := range photo.Bands(photo.HashOf(p.Hash)) {
		out = append(out, private.Key{Name: "band", Value: band})
	}
	return out
}}

// Names of files: what was sent is apart from what readers get.
func original(sha string) string    { return "sent/" + sha }
func shown(sha, size string) string { return "shown/" + sha + "/" + size + ".jpg" }

// Find returns a picture by the SHA-256 of what was sent. Fault: NotFound.
func (k *Keeper) Find(ctx context.Context, sha string) (Item, error) {
	it, err := photos.Find(ctx, k.Store, sha)
	if catalog.KindOf(err) == catalog.NotFound {
		return it, catalog.NewFault(catalog.NotFound, "photo", "Không có ảnh này.", "There is no such picture.")
	}
	return it, err
}

// Newest returns the pictures of a unit ("" for all), at most limit (1 to
// private.MaxPage) of those that were added last, the newest first.
func (k *Keeper) Newest(ctx context.Context, unit string, limit int) ([]Item, error) {
	q := private.Query{Key: "added"}
	if unit != "" {
		q = private.Query{Key: "unit", From: unit + "/", To: unit + "/\U0010ffff"}
	}
	var last []Item
	for {
		items, next, err := photos.List(ctx, k.Store, q)
		if err != nil {
			return nil, err
		}
		last = append(last, items...)
		if over := len(last) - limit; over > 0 {
			last = last[over:]
		}
		if q.After = next; next == "" {
			break
		}
	}
	for i, j := 0, len(last)-1; i < j; i, j = i+1, j-1 {
		last[i], last[j] = last[j], last[i]
	}
	return last, nil
}

// Picture is one with its files, as it is added.
type Picture struct {
	photo.Photo
	Sent  []byte
	Shown map[string][]byte // by the name of the size
}

// Add keeps a picture, its files first, so that what is known of it never names a file
// that is not there. One that is kept already is returned as it is; Near tells those
// that look alike. Fault: Invalid for one of which a draft was begun.
func (k *Keeper) Add(ctx context.Context, p Picture, who account.Actor, role string) (Item, error) {
	if it, err := photos.Find(ctx, k.Store, p.SHA256); err == nil {
		return it, taken(&it.Value)
	} else if catalog.KindOf(err) != catalog.NotFound {
		return it, err
	}
	for name, b := range p.Shown {
		if _, err := k.Files.Put(ctx, shown(p.SHA256, name), bytes.NewReader(b), files.PutOptions{Replace: true}); err != nil {
			return Item{}, fmt.Errorf("keep picture %s: %w", p.SHA256, err)
		}
	}
	if _, err := k.Files.Put(ctx, original(p.SHA256), bytes.NewReader(p.Sent), files.PutOptions{SHA256: p.SHA256}); err != nil {
		return Item{}, fmt.Errorf("keep picture %s: %w", p.SHA256, err)
	}
	near, err := k.near(ctx, photo.HashOf(p.Hash))
	if err != nil {
		return Item{}, err
	}
	p.Near, p.Bytes, p.By, p.Added = near, len(p.Sent), who.Name, k.Now().UTC()
	var it Item
	err = k.Store.Write(ctx, func(tx private.Tx) error {
		if it, err = photos.Find(ctx, tx, p.SHA256); err == nil {
			return taken(&it.Value) // somebody sent it meanwhile
		} else if catalog.KindOf(err) != catalog.NotFound {
			return err
		}
		if it, err = photos.Save(ctx, tx, Item{ID: p.SHA256, Value: p.Photo}); err != nil {
			return err
		}
		return note(ctx, tx, p.SHA256, role, "add", who)
	})
	return it, err
}

func taken(p *photo.Photo) error {
	if p.Edition == "" {
		return nil
	}
	return catalog.NewFault(catalog.Invalid, "file", "Ảnh này đã có trong thư viện: "+p.Record, "This picture is in the library already: "+p.Record)
}

// near returns pictures whose hashes are near.
func (k *Keeper) near(ctx context.Context, hash uint64) ([]string, error) {
	var out []string
	seen := map[string]bool{}
	for _, band := range photo.Bands(hash) {
		q := private.Query{}.Equal("band", band)
		for {
			items, next, err := photos.List(ctx, k.Store, q)
			if err != nil {
				return nil, err
			}
			for _, it := range items {
				if !seen[it.ID] && photo.Near(hash, photo.HashOf(it.Value.Hash)) && len(out) < maxNear {
					out = append(out, it.ID)
				}
				seen[it.ID] = true
			}
			if q.After = next; next == "" {
				break
			}
		}
	}
	return out, nil
}

// maxNear is how many pictures that look alike are told.
const maxNear = 10

// Bind notes the draft that was begun of a picture, and the record it is to be. Fault:
// NotFound.
func (k *Keeper) Bind(ctx context.Context, sha, edition, record string, who account.Actor, role string) error {
	return k.Store.Write(ctx, func(tx private.Tx) error {
		it, err := photos.Find(ctx, tx, sha)
		if err != nil {
			return err
		}
		if err := taken(&it.Value); err != nil {
			return err
		}
		it.Value.Edition, it.Value.Record = edition, record
		if _, err := photos.Save(ctx, tx, it); err != nil {
			return err
		}
		return note(ctx, tx, sha, role, "bind", who)
	})
}

// Open opens what readers get of a picture. Errors wrap fs.ErrNotExist and
// files.ErrName.
func (k *Keeper) Open(ctx context.Context, sha, size string) (io.ReadCloser, error) {
	return k.Files.Open(ctx, shown(sha, size), 0, files.Rest)
}

func note(ctx context.Context, tx private.Tx, sha, role, action string, who account.Actor) error {
	_, err := tx.Append(ctx, private.Entry{Role: role, Action: action, Target: "photos/" + sha, Subject: "account/" + who.Name})
	return err
}
