package accounts_test

import (
	"sync"
	"testing"

	"honglinh/catalog"
	"honglinh/catalog/account"
)

func TestOneIsTheFirstAdministrator(t *testing.T) {
	k := open(t)
	if empty, err := k.Empty(t.Context()); err != nil || !empty {
		t.Fatalf("a new store is empty: %v, %v", empty, err)
	}
	if _, err := k.AddFirst(t.Context(), "X Y", "A"); catalog.KindOf(err) != catalog.Invalid {
		t.Errorf("a name against the rules: %v", err)
	}
	var won sync.Map
	var wg sync.WaitGroup
	for _, name := range []string{"mot", "hai", "ba", "bon"} {
		wg.Go(func() {
			if token, err := k.AddFirst(t.Context(), name, name); err == nil && token != "" {
				won.Store(name, token)
			} else if catalog.KindOf(err) != catalog.Invalid {
				t.Errorf("%s: %v", name, err)
			}
		})
	}
	wg.Wait()
	n := 0
	won.Range(func(name, _ any) bool {
		n++
		a, err := k.Account(t.Context(), name.(string))
		if err != nil || !a.Actor().Has(account.Admin) || !a.NeedsSecond() {
			t.Errorf("the first is %+v, %v", a, err)
		}
		return true
	})
	if n != 1 {
		t.Errorf("%d are the first", n)
	}
}
