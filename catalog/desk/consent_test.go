package desk

import (
	"testing"

	"honglinh/catalog"
	"honglinh/catalog/account"
)

// TestNamedPeopleAreAskedFirst tries every way to readers with and without consent.
func TestNamedPeopleAreAskedFirst(t *testing.T) {
	good := Consent{People: "Bà A (ví dụ)", On: "2026-11-30", How: "giấy số 1, lưu ở phường (ví dụ)"}
	writer, head, editor, secretary := actor("lan", account.Contributor), actor("truong", account.UnitHead), actor("bien", account.Editor), actor("thu", account.Secretary)
	begin := func(t *testing.T, unit string) *Edition {
		t.Helper()
		by := writer
		if unit == "" {
			by = editor
		}
		e, err := New("article/a", unit, nil, map[string]string{"title_vi": "Người tốt", ArticleType: GoodPeople}, by, noon())
		if err != nil {
			t.Fatal(err)
		}
		e.State = Editing
		return &e
	}
	for name, c := range map[string]struct {
		unit    string
		consent *Consent
		by      account.Actor
		agreed  bool
		goes    bool
	}{
		"without":                   {"bac-hong-linh", nil, head, true, false},
		"with":                      {"bac-hong-linh", &good, head, true, true},
		"recorded by the editor":    {"bac-hong-linh", &good, editor, true, true},
		"recorded by a contributor": {"bac-hong-linh", &good, writer, false, false},
		"without a day":             {"bac-hong-linh", &Consent{People: "A", How: "B"}, head, false, false},
		"of a day ahead":            {"bac-hong-linh", &Consent{People: "A", How: "B", On: "2027-01-01"}, head, false, false},
		"of nobody":                 {"bac-hong-linh", &Consent{How: "B", On: "2026-11-30"}, head, false, false},
		"kept nowhere":              {"bac-hong-linh", &Consent{People: "A", On: "2026-11-30"}, head, false, false},
		"named by no unit":          {"", &good, editor, true, false},
	} {
		e := begin(t, c.unit)
		if c.consent != nil {
			if err := e.Agree(*c.consent, c.by, noon()); (err == nil) != c.agreed || err != nil && catalog.KindOf(err) != catalog.Invalid {
				t.Errorf("%s: recorded %v", name, err)
			}
		}
		if err := e.Allows(Approve, secretary); (err == nil) != c.goes {
			t.Errorf("%s: approved %v", name, err)
		}
	}
	e := begin(t, "bac-hong-linh")
	if err := e.Agree(good, head, noon()); err != nil {
		t.Fatal(err)
	}
	if err := e.Do(Approve, secretary, With{}, noon()); err != nil {
		t.Fatal(err)
	}
	if err := e.Do(Schedule, secretary, With{At: noon().Add(1e12)}, noon()); err != nil {
		t.Fatal(err)
	}
	if err := e.Disagree(writer, noon()); err == nil {
		t.Error("a contributor takes the consent back")
	}
	if err := e.Disagree(head, noon()); err != nil {
		t.Fatal(err)
	}
	if err := e.Allows(Publish, secretary); err == nil {
		t.Error("it is published on a consent that was taken back")
	}
	e.Clock(noon().Add(2e12))
	if e.State == Published || e.Pending {
		t.Error("the clock published it on a consent that was taken back")
	}
	plain, err := New("article/b", "bac-hong-linh", nil, map[string]string{"title_vi": "Tin"}, writer, noon())
	if err != nil {
		t.Fatal(err)
	}
	if err := plain.Agree(good, head, noon()); err == nil {
		t.Error("an article that names nobody records a consent")
	}
}
