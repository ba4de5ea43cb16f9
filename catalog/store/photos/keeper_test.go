package photos_test

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"testing"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/photo"
	"honglinh/catalog/store/photos"
	"honglinh/catalog/store/sqlite"
	"honglinh/datasets/files/folder"
)

func picture(content string, hash uint64, unit string) photos.Picture {
	sum := sha256.Sum256([]byte(content))
	return photos.Picture{Photo: photo.Photo{SHA256: hex.EncodeToString(sum[:]), Hash: photo.HashText(hash), Unit: unit}, Sent: []byte(content), Shown: map[string][]byte{"small": []byte("nhỏ " + content)}}
}

func TestPicturesAreKeptOnceAndThoseAlikeAreFound(t *testing.T) {
	now := time.Date(2026, 12, 1, 5, 0, 0, 0, time.UTC)
	clock := func() time.Time { now = now.Add(time.Second); return now }
	st, err := sqlite.OpenPrivate(t.Context(), t.TempDir(), sqlite.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	dir, err := folder.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	k := &photos.Keeper{Store: st, Files: dir, Now: clock}
	lan := account.Actor{Name: "lan", Grants: []account.Grant{{Role: account.Contributor, Unit: "bac-hong-linh"}}}
	add := func(p photos.Picture) photos.Item {
		t.Helper()
		it, err := k.Add(t.Context(), p, lan, "contributor")
		if err != nil {
			t.Fatal(err)
		}
		return it
	}
	first := add(picture("a", 0xff00ff00ff00ff00, "bac-hong-linh"))
	alike := add(picture("b", 0xff00ff00ff00ff00^0b1001<<20, "nam-hong-linh"))
	other := add(picture("c", 0x00ff00ff00ff00ff, "nam-hong-linh"))
	if len(alike.Value.Near) != 1 || alike.Value.Near[0] != first.ID || len(other.Value.Near) != 0 {
		t.Errorf("near are %v and %v", alike.Value.Near, other.Value.Near)
	}
	if it, err := k.Add(t.Context(), picture("a", 1, ""), lan, "contributor"); err != nil || it.Version != first.Version {
		t.Errorf("what a crash left without a draft goes on: %v", err)
	}
	if err := k.Bind(t.Context(), first.ID, "20261201-a", "photo/a", lan, "contributor"); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Add(t.Context(), picture("a", 1, ""), lan, "contributor"); catalog.KindOf(err) != catalog.Invalid {
		t.Errorf("twice: %v", err)
	}
	all, err := k.Newest(t.Context(), "", 2)
	if err != nil || len(all) != 2 || all[0].ID != other.ID || all[1].ID != alike.ID {
		t.Errorf("the newest are %+v, %v", all, err)
	}
	if own, err := k.Newest(t.Context(), "bac-hong-linh", 10); err != nil || len(own) != 1 {
		t.Errorf("of the unit %d, %v", len(own), err)
	}
	r, err := k.Open(t.Context(), first.ID, "small")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if b, err := io.ReadAll(r); err != nil || string(b) != "nhỏ a" {
		t.Errorf("%q, %v", b, err)
	}
	if _, err := k.Open(t.Context(), "../../private", "small"); err == nil {
		t.Error("a path leads out")
	}
}
