package contact

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"log/slog"
	"math/bits"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/enquiry"
	"honglinh/catalog/store/private"
	"honglinh/catalog/store/sqlite"
	"honglinh/catalog/text"
	"honglinh/indexer/custody"
)

// one is a store of records with one record.
type one struct{}

func (one) Record(_ context.Context, id string) (catalog.Record, error) {
	if id != "opportunity/a" {
		return catalog.Record{}, catalog.NotFoundf(id, "no such record")
	}
	return catalog.Record{ID: id, Title: text.New("Cụm A", "Cluster A")}, nil
}

// clock is a time that tests move.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func newDesk(t *testing.T, mail bool) (*Desk, *clock) {
	t.Helper()
	c := &clock{time.Date(2026, 11, 30, 2, 0, 0, 0, time.UTC)}
	st, err := sqlite.OpenPrivate(t.Context(), t.TempDir(), sqlite.Options{Now: c.now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	k, err := custody.New(t.Context(), custody.Options{Store: st, Rand: rand.Reader, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return New(Options{People: k, Records: one{}, Keep: 30 * 24 * time.Hour, Mail: mail, Now: c.now,
		StatusURL: func(l text.Lang, number, key string) string {
			return fmt.Sprintf("https://a.example/%s/enquiry/%s?key=%s", l, number, key)
		}}), c
}

func draft() enquiry.Draft {
	return enquiry.Draft{Sort: enquiry.Question, Record: "opportunity/a", Text: "Đất này còn trống không?", Lang: text.VI, ReplyTo: "an@example.vn"}
}

func TestAnEnquiryLivesFromAskedToAnsweredToForgotten(t *testing.T) {
	d, c := newDesk(t, true)
	ctx := t.Context()
	e, key, err := d.Ask(ctx, draft(), "")
	if err != nil || e.Number != "2026-0001" || e.Due != "2026-12-07" || len(key) != 26 {
		t.Fatalf("%+v %q %v", e, key, err)
	}
	if _, err := d.Find(ctx, e.Number, strings.Repeat("a", 26)); catalog.KindOf(err) != catalog.NotFound {
		t.Errorf("a wrong key: %v", err)
	}
	if _, err := d.Find(ctx, "2026-0002", d.People.Key(purpose, "2026-0002")); catalog.KindOf(err) != catalog.NotFound {
		t.Errorf("no such number: %v", err)
	}
	c.at = c.at.AddDate(0, 0, 8)
	got, err := d.Find(ctx, e.Number, key)
	if err != nil || got.State(c.at) != enquiry.Overdue {
		t.Errorf("%+v %v", got, err)
	}
	if err := d.Answer(ctx, e.Number, "Còn trống.", By{}); err != nil {
		t.Fatal(err)
	}
	if got, _ = d.Find(ctx, e.Number, key); got.Answer != "Còn trống." || got.Mail.State != enquiry.Waiting || got.InTime() {
		t.Errorf("%+v", got)
	}
	mail, err := d.People.List(ctx, private.Query{Collection: "outbox"})
	if err != nil || len(mail.Items) != 2 {
		t.Fatalf("%d messages wait, want the acknowledgement and the answer: %v", len(mail.Items), err)
	}
	for _, m := range mail.Items {
		if !strings.Contains(string(m.Body), "https://a.example/vi/enquiry/2026-0001?key="+key) {
			t.Errorf("no way to the page in %s", m.Body)
		}
	}
	years, _ := d.Statistics(ctx)
	if want := (enquiry.Statistics{Year: 2026, Asked: 1, Answered: 1}); len(years) != 1 || years[0] != want {
		t.Errorf("%+v", years)
	}
	if held, _ := d.People.Of(ctx, "an@example.vn"); len(held.Documents) != 3 || len(held.Entries) != 1 {
		t.Errorf("held of the asker: %d documents, %d entries", len(held.Documents), len(held.Entries))
	}
	c.at = c.at.AddDate(0, 0, 31)
	if n, err := d.People.Purge(ctx); err != nil || n != 3 {
		t.Errorf("%d removed when their time was over, %v", n, err)
	}
	if _, err := d.Find(ctx, e.Number, key); catalog.KindOf(err) != catalog.NotFound {
		t.Errorf("after its time: %v", err)
	}
	if years, _ = d.Statistics(ctx); len(years) != 1 || years[0].Asked != 1 {
		t.Errorf("the figures went with it: %+v", years)
	}
}

func TestAWithdrawnEnquiryIsGoneAndCountedSo(t *testing.T) {
	d, _ := newDesk(t, false)
	e, key, err := d.Ask(t.Context(), draft(), "")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Withdraw(t.Context(), e.Number, "x"); catalog.KindOf(err) != catalog.NotFound {
		t.Errorf("with a wrong key: %v", err)
	}
	if err := d.Withdraw(t.Context(), e.Number, key); err != nil {
		t.Fatal(err)
	}
	years, _ := d.Statistics(t.Context())
	if _, err := d.Find(t.Context(), e.Number, key); catalog.KindOf(err) != catalog.NotFound || years[0].Withdrawn != 1 {
		t.Errorf("%v %+v", err, years)
	}
	if damage, err := d.People.Check(t.Context()); err != nil || len(damage) > 0 {
		t.Errorf("%v %v", damage, err)
	}
}

func TestManyAskAtOnceAndEachGetsANumberOfItsOwn(t *testing.T) {
	d, _ := newDesk(t, false)
	var wg sync.WaitGroup
	numbers := make([]string, 20)
	for i := range numbers {
		wg.Go(func() {
			e, _, err := d.Ask(t.Context(), draft(), "")
			if err != nil {
				t.Error(err)
			}
			numbers[i] = e.Number
		})
	}
	wg.Wait()
	seen := map[string]bool{}
	for _, n := range numbers {
		seen[n] = true
	}
	if len(seen) != len(numbers) {
		t.Errorf("%v", numbers)
	}
}

func TestAFormThatIsSentTwiceIsOneEnquiry(t *testing.T) {
	d, c := newDesk(t, false)
	ctx, token := t.Context(), d.Token()
	if token == d.Token() {
		t.Error("two forms of one second have the same token")
	}
	var wg sync.WaitGroup
	numbers := make([]string, 8)
	for i := range numbers {
		wg.Go(func() {
			e, _, err := d.Ask(ctx, draft(), token)
			if err != nil {
				t.Error(err)
			}
			numbers[i] = e.Number
		})
	}
	wg.Wait()
	for _, n := range numbers {
		if n != "2026-0001" {
			t.Fatalf("%v", numbers)
		}
	}
	if years, err := d.Statistics(ctx); err != nil || len(years) != 1 || years[0].Asked != 1 {
		t.Errorf("%+v %v", years, err)
	}
	other := draft()
	other.Text += " Giá bao nhiêu?"
	if e, _, err := d.Ask(ctx, other, token); err != nil || e.Number != "2026-0002" {
		t.Errorf("another text of the form: %s %v", e.Number, err)
	}
	e, key, ok, err := d.Sent(ctx, draft(), token)
	if err != nil || !ok || d.Withdraw(ctx, e.Number, key) != nil {
		t.Fatalf("%+v %v %v", e, ok, err)
	}
	if e, _, err := d.Ask(ctx, draft(), token); err != nil || e.Number != "2026-0003" {
		t.Errorf("after it was withdrawn: %s %v", e.Number, err)
	}
	c.at = c.at.Add(longest + time.Second)
	if n, err := d.People.Purge(ctx); err != nil || n != 2 {
		t.Errorf("%d forms forgotten, %v", n, err)
	}
}

func TestAnEnquiryAboutNothingThatIsThereIsRefused(t *testing.T) {
	d, _ := newDesk(t, false)
	bad := draft()
	bad.Record = "opportunity/b"
	if _, _, err := d.Ask(t.Context(), bad, ""); catalog.KindOf(err) != catalog.NotFound {
		t.Errorf("%v", err)
	}
	if err := d.Answer(t.Context(), "2026-0001", "a", By{}); catalog.KindOf(err) != catalog.NotFound {
		t.Errorf("%v", err)
	}
}

func TestRatingsAreCountedPerPageAndTheWorstLeads(t *testing.T) {
	d, _ := newDesk(t, false)
	for i, useful := range []bool{true, false, false, true} {
		if err := d.Rate(t.Context(), []string{"/vi/search", "/en/about"}[i%2], useful); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Rate(t.Context(), "/en/about", false); err != nil {
		t.Fatal(err)
	}
	got, err := d.Ratings(t.Context())
	if want := (enquiry.Rating{Page: "/en/about", Useful: 1, Not: 2}); err != nil || len(got) != 2 || got[0] != want {
		t.Errorf("%+v %v", got, err)
	}
	for _, page := range []string{"", "https://a.example/", "/vi/search?q=ten", "/vi/" + strings.Repeat("a", 300), "/../etc"} {
		if err := d.Rate(t.Context(), page, true); catalog.KindOf(err) != catalog.Invalid {
			t.Errorf("%s: %v", page, err)
		}
	}
}

func TestAFormTellsPeopleFromRobots(t *testing.T) {
	d, c := newDesk(t, false)
	token := d.Token()
	for name, k := range map[string]struct {
		after time.Duration
		form  Form
		kind  catalog.FaultKind
	}{
		"a person":                {time.Minute, Form{Token: token}, ""},
		"who fills every field":   {time.Minute, Form{Token: token, Trap: "https://a.example"}, catalog.Invalid},
		"who is quick as a robot": {time.Second, Form{Token: token}, catalog.Invalid},
		"a form of last week":     {7 * 24 * time.Hour, Form{Token: token}, catalog.Invalid},
		"a form made elsewhere":   {time.Minute, Form{Token: strconv.FormatInt(c.at.Unix(), 36) + "-abc.abc"}, catalog.Invalid},
		"no token at all":         {time.Minute, Form{}, catalog.Invalid},
	} {
		c.at = time.Date(2026, 11, 30, 2, 0, 0, 0, time.UTC).Add(k.after)
		if proven, err := d.Check(k.form); catalog.KindOf(err) != k.kind || proven {
			t.Errorf("%s: %v %v", name, proven, err)
		}
	}
	c.at = time.Date(2026, 11, 30, 2, 1, 0, 0, time.UTC)
	if proven, err := d.Check(Form{Token: token, Proof: work(token)}); err != nil || !proven {
		t.Errorf("a form that was worked for: %v %v", proven, err)
	}
}

// work finds a proof as a page's script does.
func work(token string) string {
	for n := 0; ; n++ {
		sum := sha256.Sum256([]byte(token + "." + strconv.Itoa(n)))
		if bits.LeadingZeros32(binary.BigEndian.Uint32(sum[:4])) >= ProofBits {
			return strconv.Itoa(n)
		}
	}
}
