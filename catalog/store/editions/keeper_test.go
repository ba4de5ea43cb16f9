package editions_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/desk"
	"honglinh/catalog/store/editions"
	"honglinh/catalog/store/sqlite"
	"honglinh/catalog/text"
)

// readers are what the publisher gave out.
type readers struct {
	mu     sync.Mutex
	has    map[string]map[string]string
	notes  map[string]text.Text
	broken error // of the next publications
}

func (r *readers) Proof(_ context.Context, _ string, f map[string]string) (catalog.Record, error) {
	if f["title_vi"] == "" {
		return catalog.Record{}, catalog.NewFault(catalog.Invalid, "title_vi", "thiếu tên", "no title")
	}
	return catalog.Record{}, nil
}

func (r *readers) Publish(_ context.Context, id string, f map[string]string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.broken != nil {
		return r.broken
	}
	r.has[id] = maps.Clone(f)
	return nil
}

func (r *readers) Retract(_ context.Context, id string, note text.Text) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.has, id)
	r.notes[id] = note
	return nil
}

type rig struct {
	*editions.Keeper
	*readers
	now time.Time
}

func open(t *testing.T) *rig {
	t.Helper()
	r := &rig{now: time.Date(2026, 12, 1, 5, 0, 0, 0, time.UTC), readers: &readers{has: map[string]map[string]string{}, notes: map[string]text.Text{}}}
	clock := func() time.Time { return r.now }
	st, err := sqlite.OpenPrivate(t.Context(), t.TempDir(), sqlite.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	r.Keeper = editions.New(editions.Options{Store: st, Publisher: r.readers, Now: clock})
	return r
}

func who(name string, roles ...account.Role) account.Actor {
	a := account.Actor{Name: name, Person: name}
	for _, role := range roles {
		g, err := account.NewGrant(role, "bac-hong-linh")
		if err != nil {
			panic(err)
		}
		a.Grants = append(a.Grants, g)
	}
	return a
}

func (r *rig) begin(t *testing.T, record string, fields map[string]string, by account.Actor) editions.Item {
	t.Helper()
	var base map[string]string
	if live, there, err := r.Live(t.Context(), record); err != nil {
		t.Fatal(err)
	} else if there {
		base = live.Value.Fields
	}
	e, err := desk.New(record, "bac-hong-linh", base, fields, by, r.now)
	if err != nil {
		t.Fatal(err)
	}
	it, err := r.Begin(t.Context(), e, "contributor")
	if err != nil {
		t.Fatal(err)
	}
	return it
}

func (r *rig) do(t *testing.T, id string, act desk.Act, by account.Actor, with desk.With) editions.Item {
	t.Helper()
	it, err := r.Do(t.Context(), id, act, with, by, "editor")
	if err != nil {
		t.Fatalf("%s by %s: %v", act, by.Name, err)
	}
	return it
}

// published takes a new edition all the way.
func (r *rig) published(t *testing.T, record string, fields map[string]string) editions.Item {
	t.Helper()
	it := r.begin(t, record, fields, who("lan", account.Contributor))
	r.do(t, it.ID, desk.Send, who("lan", account.Contributor), desk.With{})
	r.do(t, it.ID, desk.Check, who("truong", account.UnitHead), desk.With{})
	r.do(t, it.ID, desk.Take, who("bien", account.Editor), desk.With{})
	r.do(t, it.ID, desk.Approve, who("head", account.Head), desk.With{})
	return r.do(t, it.ID, desk.Publish, who("thu.ky", account.Secretary), desk.With{})
}

func TestAnEditionGoesItsWayToReadersAndOutAgain(t *testing.T) {
	r := open(t)
	it := r.published(t, "opportunity/a", map[string]string{"title_vi": "Cơ hội"})
	if it.Value.State != desk.Published || it.Value.Pending || r.has["opportunity/a"]["title_vi"] != "Cơ hội" {
		t.Fatalf("%+v, readers have %v", it.Value, r.has)
	}
	second := r.published(t, "opportunity/a", map[string]string{"title_vi": "Cơ hội tốt"})
	if first, err := r.Find(t.Context(), it.ID); err != nil || first.Value.State != desk.Corrected {
		t.Errorf("the edition before is %s, %v", first.Value.State, err)
	}
	if live, there, err := r.Live(t.Context(), "opportunity/a"); err != nil || !there || live.ID != second.ID {
		t.Errorf("readers have %s, %v %v", live.ID, there, err)
	}
	r.do(t, second.ID, desk.Withdraw, who("thu.ky", account.Secretary), desk.With{Why: "Đăng nhầm"})
	if _, there := r.has["opportunity/a"]; there || r.notes["opportunity/a"][text.VI] != "Đăng nhầm" {
		t.Errorf("readers still have %v, the note is %v", r.has, r.notes)
	}
	entries, err := r.Store.Entries(t.Context(), 0, 200)
	if err != nil {
		t.Fatal(err)
	}
	var acts []string
	for _, e := range entries[:8] {
		acts = append(acts, e.Action)
	}
	if diff := cmp.Diff([]string{"begin", "send", "check", "take", "approve", "publish", "delivered", "begin"}, acts); diff != "" {
		t.Error(diff)
	}
	if damage, err := r.Store.Check(t.Context()); err != nil || len(damage) > 0 {
		t.Errorf("the chain: %v, %v", damage, err)
	}
}

func TestWhatIsScheduledComesAndEndsByTheClock(t *testing.T) {
	r := open(t)
	it := r.begin(t, "article/a", map[string]string{"title_vi": "Tin"}, who("lan", account.Contributor))
	for _, step := range []struct {
		act desk.Act
		by  account.Actor
	}{{desk.Send, who("lan", account.Contributor)}, {desk.Take, who("thu.ky", account.Secretary)}, {desk.Approve, who("thu.ky", account.Secretary)}} {
		r.do(t, it.ID, step.act, step.by, desk.With{})
	}
	r.do(t, it.ID, desk.Schedule, who("thu.ky", account.Secretary), desk.With{At: r.now.Add(time.Hour), Until: r.now.Add(24 * time.Hour)})
	work := func(want bool) {
		t.Helper()
		if _, err := r.Work(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, has := r.has["article/a"]; has != want {
			t.Errorf("at %s readers have it: %v", r.now.Format(time.RFC3339), has)
		}
	}
	work(false)
	r.now = r.now.Add(61 * time.Minute)
	work(true)
	r.now = r.now.Add(25 * time.Hour)
	work(false)
}

func TestACrashOnTheWayIsWorkedOff(t *testing.T) {
	r := open(t)
	it := r.begin(t, "article/a", map[string]string{"title_vi": "Tin"}, who("thu.ky", account.Secretary))
	for _, act := range []desk.Act{desk.Send, desk.Take, desk.Approve} {
		r.do(t, it.ID, act, who("thu.ky", account.Secretary), desk.With{})
	}
	r.broken = errors.New("the disk is full")
	if _, err := r.Do(t.Context(), it.ID, desk.Publish, desk.With{}, who("thu.ky", account.Secretary), "secretary"); err == nil {
		t.Fatal("a broken publication is told as done")
	}
	if at, _ := r.Find(t.Context(), it.ID); !at.Value.Pending || at.Value.State != desk.Published {
		t.Errorf("it is %s, pending %v", at.Value.State, at.Value.Pending)
	}
	r.broken = nil
	r.now = r.now.Add(time.Minute)
	if _, err := r.Work(t.Context()); err != nil || r.has["article/a"] == nil {
		t.Errorf("readers have %v, %v", r.has, err)
	}
	if at, _ := r.Find(t.Context(), it.ID); at.Value.Pending {
		t.Error("it is still on its way")
	}
}

func TestReadersAreToldWhatACorrectionChanged(t *testing.T) {
	r := open(t)
	r.published(t, "opportunity/a", map[string]string{"title_vi": "A", "capital": "1"})
	it := r.begin(t, "opportunity/a", map[string]string{"title_vi": "A", "capital": "2"}, who("lan", account.Contributor))
	r.do(t, it.ID, desk.Send, who("lan", account.Contributor), desk.With{})
	r.do(t, it.ID, desk.Check, who("truong", account.UnitHead), desk.With{})
	r.do(t, it.ID, desk.Take, who("bien", account.Editor), desk.With{})
	r.do(t, it.ID, desk.Approve, who("head", account.Head), desk.With{})
	r.do(t, it.ID, desk.Publish, who("thu.ky", account.Secretary), desk.With{Why: "Vốn đã đính chính.", WhyEN: "The capital was corrected."})
	told, err := r.Notices(t.Context(), "opportunity/a")
	if err != nil || len(told) != 1 || told[0].Note["en"] != "The capital was corrected." {
		t.Errorf("%+v, %v", told, err)
	}
}

func TestWhatIsRefusedOnTheWayGoesBackWithTheReason(t *testing.T) {
	r := open(t)
	it := r.begin(t, "article/a", map[string]string{"title_vi": "Tin"}, who("thu.ky", account.Secretary))
	for _, act := range []desk.Act{desk.Send, desk.Take, desk.Approve} {
		r.do(t, it.ID, act, who("thu.ky", account.Secretary), desk.With{})
	}
	r.broken = catalog.NewFault(catalog.Invalid, "place", "nơi lạ", "an unknown place")
	if _, err := r.Do(t.Context(), it.ID, desk.Publish, desk.With{}, who("thu.ky", account.Secretary), "secretary"); catalog.KindOf(err) != catalog.Invalid {
		t.Fatal(err)
	}
	at, _ := r.Find(t.Context(), it.ID)
	if last := at.Value.Steps[len(at.Value.Steps)-1]; at.Value.State != desk.Editing || at.Value.Pending || last.Why == "" {
		t.Errorf("%s %+v", at.Value.State, last)
	}
}

func TestTwoHundredEditorsSavingAtOnceLoseNothing(t *testing.T) {
	r := open(t)
	it := r.begin(t, "article/a", map[string]string{"title_vi": "Tin"}, who("e", account.Editor))
	const editors = 200
	var wg sync.WaitGroup
	for i := range editors {
		wg.Go(func() {
			f := maps.Clone(it.Value.Fields)
			f[fmt.Sprintf("attr.f%03d", i)] = "của tôi"
			_, conflicts, err := r.Write(t.Context(), it.ID, it.Value.Rev, f, who("e", account.Editor), "editor")
			if catalog.KindOf(err) == catalog.Busy {
				_, conflicts, err = r.Write(t.Context(), it.ID, it.Value.Rev, f, who("e", account.Editor), "editor")
			}
			if err != nil || len(conflicts) > 0 {
				t.Errorf("editor %d: %v, %d conflicts", i, err, len(conflicts))
			}
		})
	}
	wg.Wait()
	now, err := r.Find(t.Context(), it.ID)
	if err != nil || len(now.Value.Fields) != editors+1 {
		t.Errorf("%d fields of %d, %v", len(now.Value.Fields), editors+1, err)
	}
}

func TestAnEditionBegunBeforeAnotherWasPublishedIsBroughtUpOrHeldBack(t *testing.T) {
	r := open(t)
	r.published(t, "opportunity/a", map[string]string{"title_vi": "A", "attr.x": "1", "attr.y": "1"})
	apart := r.begin(t, "opportunity/a", map[string]string{"title_vi": "A", "attr.x": "1", "attr.y": "2"}, who("lan", account.Contributor))
	against := r.begin(t, "opportunity/a", map[string]string{"title_vi": "A", "attr.x": "3", "attr.y": "1"}, who("lan", account.Contributor))
	r.published(t, "opportunity/a", map[string]string{"title_vi": "A", "attr.x": "2", "attr.y": "1"})
	for _, id := range []string{apart.ID, against.ID} {
		r.do(t, id, desk.Send, who("lan", account.Contributor), desk.With{})
		r.do(t, id, desk.Check, who("truong", account.UnitHead), desk.With{})
		r.do(t, id, desk.Take, who("bien", account.Editor), desk.With{})
	}
	if _, err := r.Do(t.Context(), against.ID, desk.Approve, desk.With{}, who("head", account.Head), "head"); catalog.KindOf(err) != catalog.Invalid {
		t.Errorf("it writes over what was published meanwhile: %v", err)
	}
	it := r.do(t, apart.ID, desk.Approve, who("head", account.Head), desk.With{})
	if diff := cmp.Diff(map[string]string{"title_vi": "A", "attr.x": "2", "attr.y": "2"}, it.Value.Fields); diff != "" {
		t.Error(diff)
	}
}

func TestASmallCorrectionWaitsForItsSecondLookBeforeTheNext(t *testing.T) {
	r := open(t)
	r.published(t, "opportunity/a", map[string]string{"title_vi": "Cum cong nghiep Nam Hồng"})
	editor, other := who("bien", account.Editor), who("khac", account.Editor)
	first := r.begin(t, "opportunity/a", map[string]string{"title_vi": "Cụm cong nghiep Nam Hồng"}, editor)
	r.do(t, first.ID, desk.Small, editor, desk.With{Why: "dấu"})
	second := r.begin(t, "opportunity/a", map[string]string{"title_vi": "Cụm công nghiep Nam Hồng"}, editor)
	if _, err := r.Do(t.Context(), second.ID, desk.Small, desk.With{Why: "dấu"}, editor, "editor"); catalog.KindOf(err) != catalog.Invalid {
		t.Errorf("a chain of small corrections: %v", err)
	}
	due, _, err := r.List(t.Context(), "look", "", 10)
	if err != nil || len(due) != 1 || due[0].ID != first.ID {
		t.Errorf("waiting: %v, %v", due, err)
	}
	r.do(t, first.ID, desk.LookAgain, other, desk.With{})
	r.do(t, second.ID, desk.Small, editor, desk.With{Why: "dấu"})
}

func TestAProposalIsKeptOnceAndOnlyWhereItDiffers(t *testing.T) {
	r := open(t)
	r.published(t, "place/a", map[string]string{"title_vi": "A", "attr.x": "1"})
	for _, x := range []string{"1", "2", "2"} {
		if err := r.Propose(t.Context(), "place/a", "packages/places", map[string]string{"title_vi": "A", "attr.x": x}); err != nil {
			t.Fatal(err)
		}
	}
	list, err := r.Proposals(t.Context(), 10)
	if err != nil || len(list) != 1 || list[0].Fields["attr.x"] != "2" {
		t.Errorf("%v, %v", list, err)
	}
}

func TestWeekDaysLeaveTheWeekendOut(t *testing.T) {
	friday := time.Date(2026, 12, 4, 3, 0, 0, 0, time.UTC)
	if got := editions.WeekDays(friday, 1).In(time.FixedZone("", 7*3600)).Format("2006-01-02 15:04"); got != "2026-12-07 23:59" {
		t.Errorf("the working day after a Friday ends at %s", got)
	}
}
