package custody

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"io"
	"log/slog"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/store/private"
)

// purgeEvery is how often what is over is removed: a reader is told of days.
const purgeEvery = time.Hour

// keyBits of a private link cannot be guessed (RFC 6819, 5.1.4.2.2 asks for 128).
const keyBits = 128

// Options of a Keeper; all are needed.
type Options struct {
	Store private.Store
	Rand  io.Reader
	Log   *slog.Logger
}

// Keeper keeps the store.
type Keeper struct {
	private.Store
	secret []byte
	log    *slog.Logger
}

// secret is what private links are made with; it is in the store, and lost with it.
type secret struct {
	Key []byte `json:"key"`
}

func secrets() private.Collection[secret] { return private.Collection[secret]{Name: "secrets"} }

// New returns the keeper of a store, with its secret, which the first one makes.
func New(ctx context.Context, o Options) (*Keeper, error) {
	k := &Keeper{Store: o.Store, log: o.Log}
	fresh := make([]byte, sha256.Size)
	if _, err := io.ReadFull(o.Rand, fresh); err != nil {
		return nil, err
	}
	err := o.Store.Write(ctx, func(tx private.Tx) error {
		it, err := secrets().Find(ctx, tx, "links")
		if catalog.KindOf(err) == catalog.NotFound {
			it = private.Item[secret]{ID: "links", Value: secret{Key: fresh}}
			_, err = secrets().Save(ctx, tx, it)
		}
		k.secret = it.Value.Key
		return err
	})
	return k, err
}

// Key returns the key that opens one thing for one purpose. It is kept nowhere.
func (k *Keeper) Key(purpose, id string) string {
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(k.MAC(purpose, id)[:keyBits/8]))
}

// MAC is the code of authentication of an id for a purpose, 32 bytes.
func (k *Keeper) MAC(purpose, id string) []byte {
	h := hmac.New(sha256.New, k.secret)
	h.Write([]byte(purpose + "\x00" + id))
	return h.Sum(nil)
}

// Fits reports whether a key is the one of the purpose and the id.
func (k *Keeper) Fits(purpose, id, key string) bool {
	return subtle.ConstantTimeCompare([]byte(k.Key(purpose, id)), []byte(strings.ToLower(key))) == 1
}

// Run removes what is over, now and every hour, until ctx ends.
func (k *Keeper) Run(ctx context.Context) error {
	tick := time.NewTicker(purgeEvery)
	defer tick.Stop()
	for {
		n, err := k.Purge(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			k.log.Warn("what is over is not removed", "op", "custody.purge", "err", err)
		case n > 0:
			k.log.Info("removed what is over", "op", "custody.purge", "documents", n)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}
