package desk

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog/account"
	"honglinh/catalog/vocab"
)

func noon() time.Time { return time.Date(2026, 12, 1, 5, 0, 0, 0, time.UTC) }

func actor(name string, roles ...account.Role) account.Actor {
	a := account.Actor{Name: name, Person: name}
	for _, r := range roles {
		g := account.Grant{Role: r}
		if r.Row().OfUnit {
			g.Unit = "bac-hong-linh"
		}
		a.Grants = append(a.Grants, g)
	}
	return a
}

// everything is somebody who has every role: no number of roles on one account is
// a way round the second person.
func everything(name string) account.Actor {
	var roles []account.Role
	for _, r := range account.Roles() {
		roles = append(roles, r.Role)
	}
	return actor(name, roles...)
}

// TestNoPathLeadsRoundTheSecondPerson walks every path of writing and moving by
// three people who each have every role, and by one alone.
func TestNoPathLeadsRoundTheSecondPerson(t *testing.T) {
	for _, kind := range Kinds() {
		for _, base := range []map[string]string{nil, {"title_vi": "Cum cong nghiep", "attr.land": "10"}} {
			seen, published, alone := map[string]bool{}, 0, 0
			first, err := New(string(kind)+"/a", "bac-hong-linh", base, map[string]string{"title_vi": "Cụm công nghiệp", "attr.land": "12"}, everything("a"), noon())
			if err != nil {
				t.Fatal(err)
			}
			var walk func(e Edition, trail []string)
			walk = func(e Edition, trail []string) {
				key := fmt.Sprint(e.State, slices.Sorted(slices.Values(e.Writers)), e.Look != nil, e.Look != nil && e.Look.By != "", e.Pending)
				if seen[key] || len(trail) > 12 {
					return
				}
				seen[key] = true
				for _, name := range []string{"a", "b", "c"} {
					who := everything(name)
					for _, row := range Acts() {
						next := e
						with := With{Why: "vì", At: noon().Add(time.Hour)}
						if next.Do(row.Act, who, with, noon()) != nil {
							continue
						}
						if next.State == Published && row.Act != LookAgain {
							published++
							if e.Wrote(name) {
								alone++
								if TwoPeople(kind) {
									t.Fatalf("%s is published by its writer: %s, then %s by %s", kind, strings.Join(trail, ", "), row.Act, name)
								}
							}
							if TwoPeople(kind) && row.Act == Small {
								t.Fatalf("%s with another figure is published as a small correction", kind)
							}
						}
						next.Pending = false
						walk(next, append(slices.Clone(trail), string(row.Act)+" by "+name))
					}
					next := e
					if c, err := next.Write(next.Rev, map[string]string{"title_vi": "Cụm công nghiệp", "attr.land": fmt.Sprint(len(trail))}, who, noon()); err == nil && len(c) == 0 {
						walk(next, append(slices.Clone(trail), "written by "+name))
					}
				}
			}
			walk(first, nil)
			if published == 0 || !TwoPeople(kind) && alone == 0 {
				t.Errorf("%s: %d paths publish, %d alone, of %d states", kind, published, alone, len(seen))
			}
		}
	}
}

// TestEveryActOfEveryRoleInEveryState asks each role alone, as somebody else than
// the writer, and holds what is offered against the table.
func TestEveryActOfEveryRoleInEveryState(t *testing.T) {
	want := map[State]map[account.Role][]Act{
		Draft:     {account.Contributor: {Send, Discard}, account.UnitHead: {Send, Discard}, account.Editor: {Send, Discard}, account.Secretary: {Send, Discard}, account.ISO: {Send, Discard}},
		Sent:      {account.UnitHead: {Check, Return}, account.Editor: {Return}, account.Secretary: {Take, Return}, account.ISO: {Return}, account.Head: {Return}},
		Checked:   {account.Editor: {Take, Return}, account.Secretary: {Take, Return}, account.ISO: {Take, Return}, account.Head: {Return}},
		Editing:   {account.Editor: {Approve, Return}, account.Secretary: {Approve, Return}, account.Head: {Approve, Return}, account.ISO: {Return}},
		Returned:  {account.Contributor: {Send, Discard}, account.UnitHead: {Send, Discard}, account.Editor: {Send, Discard}, account.Secretary: {Send, Discard}, account.ISO: {Send, Discard}},
		Approved:  {account.Secretary: {Publish, Schedule, Return}, account.Head: {Publish, Schedule, Return}, account.Editor: {Return}, account.ISO: {Return}},
		Scheduled: {account.Secretary: {Publish, Return}, account.Head: {Publish, Return}, account.Editor: {Return}, account.ISO: {Return}},
		Published: {account.Secretary: {Withdraw, Supersede}, account.Head: {Withdraw}, account.ISO: {Supersede}},
		Corrected: {}, Withdrawn: {}, Superseded: {}, Discarded: {},
	}
	for _, row := range States() {
		e := Edition{Record: "opportunity/a", Kind: vocab.Opportunity, Unit: "bac-hong-linh", State: row.State, Writers: []string{"writer"}}
		got := map[account.Role][]Act{}
		for _, r := range account.Roles() {
			for _, offered := range e.Offered(actor("other", r.Role)) {
				got[r.Role] = append(got[r.Role], offered.Act)
			}
		}
		if diff := cmp.Diff(want[row.State], got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", row.State, diff)
		}
	}
}

func TestAUnitKeepsToItself(t *testing.T) {
	e, err := New("article/a", "nam-hong-linh", nil, map[string]string{"title_vi": "Tin"}, account.Actor{Name: "n", Grants: []account.Grant{{Role: account.Contributor, Unit: "nam-hong-linh"}}}, noon())
	if err != nil {
		t.Fatal(err)
	}
	bac := actor("b", account.Contributor, account.UnitHead)
	if e.MayRead(bac) || e.MayWrite(bac) || len(e.Offered(bac)) > 0 {
		t.Error("another unit reads, writes or moves it")
	}
	if _, err := New("article/b", "nam-hong-linh", nil, nil, bac, noon()); err == nil {
		t.Error("another unit writes in its name")
	}
	if _, err := New("article/b", "", nil, nil, bac, noon()); err == nil {
		t.Error("a contributor writes in the name of the board")
	}
	if !e.MayRead(actor("e", account.Editor)) || e.MayRead(actor("k", account.Accountant)) {
		t.Error("the board reads it, the accountant does not")
	}
}

func TestTwoEditorsLoseNothing(t *testing.T) {
	e, err := New("article/a", "", nil, map[string]string{"title_vi": "Tin", "body_vi": "Một hai ba"}, actor("a", account.Editor), noon())
	if err != nil {
		t.Fatal(err)
	}
	seen := e.Rev
	mine := func(change map[string]string) map[string]string {
		f, _ := e.AtRev(seen)
		maps.Copy(f, change)
		return f
	}
	if c, err := e.Write(seen, mine(map[string]string{"title_vi": "Tin mới"}), actor("a", account.Editor), noon()); err != nil || len(c) > 0 {
		t.Fatal(c, err)
	}
	if c, err := e.Write(seen, mine(map[string]string{"body_vi": "Một hai ba bốn"}), actor("b", account.Editor), noon()); err != nil || len(c) > 0 {
		t.Fatal(c, err)
	}
	if diff := cmp.Diff(map[string]string{"title_vi": "Tin mới", "body_vi": "Một hai ba bốn"}, e.Fields); diff != "" {
		t.Error(diff)
	}
	c, err := e.Write(seen, mine(map[string]string{"title_vi": "Tin khác"}), actor("c", account.Editor), noon())
	if diff := cmp.Diff([]Conflict{{"title_vi", "Tin", "Tin mới", "Tin khác"}}, c); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
	if e.Fields["title_vi"] != "Tin mới" || e.Wrote("c") {
		t.Error("a conflict changed the edition")
	}
	if old, ok := e.AtRev(1); !ok || old["title_vi"] != "Tin" || old["body_vi"] != "Một hai ba" {
		t.Errorf("the first revision is %v, %v", old, ok)
	}
}

func TestManyRevisionsAreBounded(t *testing.T) {
	e, _ := New("article/a", "", nil, map[string]string{"body_vi": "0"}, actor("a", account.Editor), noon())
	for i := range 3 * MaxRevisions {
		if c, err := e.Write(e.Rev, map[string]string{"body_vi": strings.Repeat("dài ", 10000) + fmt.Sprint(i)}, actor("a", account.Editor), noon()); err != nil || len(c) > 0 {
			t.Fatal(c, err)
		}
	}
	if len(e.Revisions) > MaxRevisions || weight(e.Revisions) > MaxContent {
		t.Errorf("%d revisions of %d bytes", len(e.Revisions), weight(e.Revisions))
	}
	if _, ok := e.AtRev(1); ok {
		t.Error("a forgotten revision is told")
	}
	if c, err := e.Write(1, map[string]string{"body_vi": "của tôi"}, actor("b", account.Editor), noon()); err != nil || len(c) != 1 {
		t.Errorf("a form from long ago overwrites: %v, %v", c, err)
	}
	if _, err := e.Write(e.Rev, map[string]string{"body_vi": strings.Repeat("x", MaxValue+1)}, actor("b", account.Editor), noon()); err == nil {
		t.Error("an endless text is taken")
	}
}

func TestWhatASmallCorrectionIs(t *testing.T) {
	base := map[string]string{"title_vi": "Cụm công nghiệp Nam Hồng", "title_en": "Nam Hong industrial cluster", "body_vi": strings.Repeat("Lời văn dài. ", 200), "date": "2026-07-01", "source_url": "https://a.example/x",
		"capital": "120", "status": "announced", "attr.contact_phone": "0239 3 835 000", "attr.land_use_now_vi": "Đất trồng lúa"}
	for _, c := range []struct {
		name   string
		change map[string]string
		small  bool
	}{
		{"a mark", map[string]string{"title_vi": "Cụm công nghiệp Nam Hông"}, true},
		{"a word of a long text", map[string]string{"body_vi": strings.Repeat("Lời văn dài. ", 100) + "Lời văn ngắn. " + strings.Repeat("Lời văn dài. ", 99)}, true},
		{"a link", map[string]string{"source_url": "https://b.example/hoan-toan-khac"}, true},
		{"one date", map[string]string{"date": "2026-07-02"}, true},
		{"two dates", map[string]string{"date": "2026-07-02", "valid_to": "2027-01-01"}, false},
		{"nothing", nil, false},
		{"an amount", map[string]string{"capital": "1200"}, false},
		{"a code", map[string]string{"status": "awarded"}, false},
		{"a figure in a text", map[string]string{"title_vi": "Cụm công nghiệp Nam Hồng 2"}, false},
		{"a telephone", map[string]string{"attr.contact_phone": "0239 3 835 001"}, false},
		{"a sentence", map[string]string{"body_vi": strings.Repeat("Lời văn dài. ", 200) + "Ưu đãi miễn thuế cho mọi nhà đầu tư."}, false},
		{"another meaning in as many letters", map[string]string{"attr.land_use_now_vi": "Đất ở đô thị"}, false},
		{"four fields", map[string]string{"title_vi": "Cụm công nghiệp Nam Hông", "title_en": "Nam Hong Industrial cluster", "date": "2026-07-02", "source_url": "https://c.example/"}, false},
	} {
		e, err := New("opportunity/a", "", base, nil, actor("a", account.Editor), noon())
		if err != nil {
			t.Fatal(err)
		}
		fields := maps.Clone(base)
		maps.Copy(fields, c.change)
		if k, err := e.Write(e.Rev, fields, actor("a", account.Editor), noon()); err != nil || len(k) > 0 {
			t.Fatal(k, err)
		}
		err = e.Do(Small, actor("a", account.Editor), With{Why: "chính tả", Due: noon().Add(24 * time.Hour)}, noon())
		if (err == nil) != c.small {
			t.Errorf("%s: %v", c.name, err)
		}
		if err != nil {
			continue
		}
		if e.Overdue(noon()) || !e.Overdue(noon().Add(25*time.Hour)) {
			t.Errorf("%s: the second look is due when it is not, or the other way round", c.name)
		}
		if e.Allows(LookAgain, actor("a", account.Editor)) == nil || e.Do(LookAgain, actor("b", account.Head), With{}, noon()) != nil || e.Look.By != "b" {
			t.Errorf("%s: the second look is of the same person, or of nobody", c.name)
		}
	}
}

func TestEnglishThatLagsBehindIsMarked(t *testing.T) {
	e, _ := New("article/a", "", map[string]string{"title_vi": "Lễ hội", "title_en": "Festival", "body_vi": "x"}, nil, actor("a", account.Editor), noon())
	write := func(change map[string]string) string {
		f := maps.Clone(e.Fields)
		maps.Copy(f, change)
		if c, err := e.Write(e.Rev, f, actor("a", account.Editor), noon()); err != nil || len(c) > 0 {
			t.Fatal(c, err)
		}
		return e.Fields[StalePrefix+"title"]
	}
	if got := write(map[string]string{"title_vi": "Lễ hội đền Cả", "body_vi": "y"}); got != "en" || e.Fields[StalePrefix+"body"] != "" {
		t.Errorf("stale %q, the body %q", got, e.Fields[StalePrefix+"body"])
	}
	if got := write(map[string]string{"summary_vi": "z"}); got != "en" {
		t.Errorf("the mark is lost with another change: %q", got)
	}
	if got := write(map[string]string{"title_en": "Ca Temple festival"}); got != "" {
		t.Errorf("a new translation is stale: %q", got)
	}
	write(map[string]string{"title_vi": "Lễ hội đền Cả."})
	if got := write(map[string]string{StalePrefix + "title": ""}); got != "" {
		t.Errorf("an editor's word does not take the mark away: %q", got)
	}
}

func TestChangingWhatWasApprovedTakesTheApprovalAway(t *testing.T) {
	e := Edition{Record: "opportunity/a", Kind: vocab.Opportunity, State: Approved, Fields: map[string]string{"title_vi": "a"}, Writers: []string{"w"}}
	if _, err := e.Write(e.Rev, map[string]string{"title_vi": "b"}, actor("e", account.Editor), noon()); err != nil || e.State != Editing || !e.Wrote("e") {
		t.Errorf("%v, %s, %v", err, e.State, e.Writers)
	}
}
