package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/desk"
	"honglinh/catalog/enquiry"
	"honglinh/catalog/photo"
	"honglinh/catalog/store/photos"
	"honglinh/indexer"
	"honglinh/indexer/backup"
)

// Variables that make the test binary a desk which publishes instead of testing: in a
// folder until it is killed, and where no file may outgrow the room.
const (
	publishesIn = "HONGLINH_TEST_PUBLISHES"
	fullBeyond  = "HONGLINH_TEST_FULL"
)

// publishing is a desk over a data folder, as serve has it.
type publishing struct {
	*people
	s *indexer.Service
}

func openPublishing(ctx context.Context, data string, now func() time.Time) (*publishing, error) {
	s, err := indexer.Open(ctx, indexer.Options{Data: data, NoEmbedded: true, NoTables: true, Now: now})
	if err != nil {
		return nil, err
	}
	folk, err := openPeople(ctx, "", data, "", now)
	if err != nil {
		_ = s.Close()
		return nil, err
	}
	folk.edit(publisher{s}, enquiry.Calendar{}, now)
	if err := folk.library(ctx, "", data, now); err != nil {
		return nil, err
	}
	if _, err = s.Ingest(ctx); err != nil {
		return nil, err
	}
	return &publishing{folk, s}, nil
}

func (p *publishing) close() {
	_ = p.s.Close()
	_ = p.people.Close()
}

// publish takes one more edition of an article all the way to readers.
func (p *publishing) publish(ctx context.Context, record, title, body string) error {
	who := account.Actor{Name: "thu.ky", Person: "Thư ký (ví dụ)", Grants: []account.Grant{{Role: account.Secretary}}}
	var base map[string]string
	live, there, err := p.editions.Live(ctx, record)
	if err != nil {
		return err
	}
	if there {
		base = live.Value.Fields
	}
	e, err := desk.New(record, "", base, map[string]string{"title_vi": title, "body_vi": body, "source_title": "Ví dụ"}, who, time.Now())
	if err != nil {
		return err
	}
	it, err := p.editions.Begin(ctx, e, string(account.Secretary))
	for _, act := range []desk.Act{desk.Send, desk.Take, desk.Approve, desk.Publish} {
		if err == nil {
			_, err = p.editions.Do(ctx, it.ID, act, desk.With{}, who, string(account.Secretary))
		}
	}
	return err
}

// publishUntilKilled publishes one edition after the other; it says when it begins.
func publishUntilKilled(data string) error {
	ctx := context.Background()
	p, err := openPublishing(ctx, data, time.Now)
	if err != nil {
		return err
	}
	defer p.close()
	fmt.Println("begins")
	if room, _ := strconv.ParseUint(os.Getenv(fullBeyond), 10, 64); room > 0 {
		signal.Ignore(syscall.SIGXFSZ) // else the process ends instead of the write failing
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: room, Max: room}); err != nil {
			return nil // the parent misses the error
		}
	}
	for n := 0; ; n++ {
		body := strings.Repeat("Nội dung ví dụ "+strconv.Itoa(n)+". ", 2000)
		if err := p.publish(ctx, fmt.Sprintf("article/tin-%d", n%7), fmt.Sprintf("Tin %d lúc %d", n%7, time.Now().UnixNano()), body); err != nil {
			return err
		}
	}
}

// whole fails unless every edition of the folder is a draft or published as a whole, and
// the chain of the log holds; what was on its way is brought to readers first.
func whole(t *testing.T, data string) {
	t.Helper()
	later := func() time.Time { return time.Now().Add(10 * time.Minute) } // the lease of what was on its way is over
	p, err := openPublishing(t.Context(), data, later)
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	for {
		n, err := p.editions.Work(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			break
		}
	}
	if damage, err := p.Check(t.Context()); err != nil || len(damage) > 0 {
		t.Fatalf("the private store: %v, %v", damage, err)
	}
	for i := range 7 {
		record := fmt.Sprintf("article/tin-%d", i)
		live, there, err := p.editions.Live(t.Context(), record)
		if err != nil {
			t.Fatal(err)
		}
		rec, err := p.s.Store().Record(t.Context(), record)
		switch {
		case !there && catalog.KindOf(err) == catalog.NotFound:
		case !there:
			t.Errorf("readers have %s, which the desk has not published: %v", record, err)
		case err != nil:
			t.Errorf("%s is published and readers lack it: %v", record, err)
		case live.Value.Pending:
			t.Errorf("%s is still on its way", record)
		case rec.Title["vi"] != live.Value.Fields["title_vi"] || rec.Body["vi"] != strings.TrimSpace(live.Value.Fields["body_vi"]):
			t.Errorf("readers have %q of %s, the desk published %q", rec.Title["vi"], record, live.Value.Fields["title_vi"])
		}
		of, err := p.editions.Of(t.Context(), record)
		if err != nil {
			t.Fatal(err)
		}
		published := 0
		for _, it := range of {
			if it.Value.State == desk.Published {
				published++
			}
		}
		if published > 1 {
			t.Errorf("%s has %d editions that readers have", record, published)
		}
	}
}

// startPublishing starts a desk that publishes in a folder.
func startPublishing(t *testing.T, data string, more ...string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(append(os.Environ(), publishesIn+"="+data), more...)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 16)); err != nil { // it begins
		_ = cmd.Wait()
		t.Fatalf("%v\n%s", err, said.String())
	}
	return cmd, &said
}

// publishingKills is how often the desk is killed while it publishes.
func publishingKills() int {
	if os.Getenv("HONGLINH_SOAK") != "" {
		return 100
	}
	return 8
}

func TestADeskKilledWhilePublishingHasDraftsOrPublicationsAndNothingBetween(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	for range publishingKills() {
		cmd, said := startPublishing(t, data)
		time.Sleep(rand.N(400 * time.Millisecond))
		_ = cmd.Process.Kill() // SIGKILL
		if err := cmd.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
			t.Fatalf("it ended by itself: %v\n%s", err, said.String())
		}
		whole(t, data)
	}
}

func TestADiskThatIsFullWhilePublishingIsToldAndLosesNothing(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	cmd, said := startPublishing(t, data, fullBeyond+"="+strconv.Itoa(1<<20))
	if err := cmd.Wait(); err == nil {
		t.Fatal("a desk without room ended well")
	}
	if s := said.String(); !strings.Contains(s, "disk") && !strings.Contains(s, "too large") && !strings.Contains(s, "full") || strings.Contains(s, "goroutine") {
		t.Errorf("it said %q", s)
	}
	whole(t, data) // there is room again
}

func TestABackupOfTheDeskComesBackIntoAnEmptyFolder(t *testing.T) {
	dir := t.TempDir()
	data, out, back := filepath.Join(dir, "data"), filepath.Join(dir, "b.zip"), filepath.Join(dir, "back")
	p, err := openPublishing(t.Context(), data, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	who := account.Actor{Name: "lan", Person: "Lan (ví dụ)", Grants: []account.Grant{{Role: account.Contributor, Unit: "bac-hong-linh"}}}
	if err := p.publish(t.Context(), "article/tin-0", "Tin đã xuất bản", "Nội dung."); err != nil {
		t.Fatal(err)
	}
	e, err := desk.New("opportunity/khu-dat", "bac-hong-linh", nil, map[string]string{"title_vi": "Khu đất (ví dụ)"}, who, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	draft, err := p.editions.Begin(t.Context(), e, string(account.Contributor))
	if err != nil {
		t.Fatal(err)
	}
	sha := fmt.Sprintf("%x", sha256.Sum256([]byte("sent")))
	picture := photos.Picture{Photo: photo.Photo{SHA256: sha, Unit: "bac-hong-linh", Hash: photo.HashText(1)}, Sent: []byte("sent"), Shown: map[string][]byte{"small": []byte("shown")}}
	if _, err := p.photos.Add(t.Context(), picture, who, string(account.Contributor)); err != nil {
		t.Fatal(err)
	}
	log := entries(t, p)
	p.close()
	if _, err := backup.Take(t.Context(), backup.Options{Data: data, Out: out, Stores: indexer.Stores{}, Program: "test", Now: time.Now}); err != nil {
		t.Fatal(err)
	}
	if _, err := backup.Restore(t.Context(), []string{out, backup.PrivateName(out)}, back); err != nil {
		t.Fatal(err)
	}
	again, err := openPublishing(t.Context(), back, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if it, err := again.editions.Find(t.Context(), draft.ID); err != nil || it.Value.Fields["title_vi"] != "Khu đất (ví dụ)" || it.Value.State != desk.Draft {
		t.Errorf("the draft: %v, %v", it.Value.Fields, err)
	}
	if got := entries(t, again); got != log {
		t.Errorf("the log has %d entries, had %d", got, log)
	}
	f, err := again.photos.Open(t.Context(), sha, "small")
	if err != nil {
		t.Errorf("the picture: %v", err)
	} else {
		_ = f.Close()
	}
	again.close()
	whole(t, back)
}

// entries counts the lines of the log.
func entries(t *testing.T, p *publishing) int {
	t.Helper()
	n, after := 0, int64(0)
	for {
		list, err := p.Entries(t.Context(), after, 200)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) == 0 {
			return n
		}
		n, after = n+len(list), list[len(list)-1].Seq
	}
}
