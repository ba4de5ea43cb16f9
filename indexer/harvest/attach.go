package harvest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"strings"
	"unicode/utf8"

	"honglinh/catalog/text/notice"
	"honglinh/indexer/harvest/attached"
	"honglinh/indexer/harvest/client"
)

const (
	// maxAttachments of one item are fetched; a decision with its annexes has a dozen.
	maxAttachments = 30
	// maxAttachedText is how much text of files stands in the record of an item, in
	// characters: thirty pages, which a page of ours can still show.
	maxAttachedText = 60_000
)

// Attach fetches the files beside an item that is new or has changed, keeps them and reads
// their text. Of a source of which only abstracts are kept none is fetched. A file that
// cannot be had now is asked for again by the next run. The error ends the run.
func (v *Visit) Attach(ctx context.Context, it *Item) error {
	if v.Source.Keep != Whole || len(it.Attachments) == 0 || v.store.same(*it) || v.takenOut(*it) != "" {
		return nil
	}
	for i := range it.Attachments {
		a := &it.Attachments[i]
		if i >= maxAttachments {
			v.Refuse(a.Address, notice.Of("item-files", it.Address, maxAttachments))
			break
		}
		blob, got, err := v.Blob(ctx, a.Address)
		switch {
		case err != nil && Over(err):
			return err
		case err != nil:
			v.Refuse(a.Address, err)
			a.State = attached.Missing
			it.owes = it.owes || errors.Is(err, client.ErrFailed)
			continue
		}
		if err := v.read(ctx, a, blob, got.Body); err != nil {
			return err
		}
	}
	return nil
}

// read reads the text of a file that was fetched, and tells where it has none.
func (v *Visit) read(ctx context.Context, a *Attachment, blob Blob, content []byte) error {
	t, err := v.opt.Files.Read(ctx, content)
	a.Media, a.Bytes, a.Sum, a.Pages, a.State, a.Text = t.Media, blob.Bytes, blob.Sum, t.Pages, t.State, t.Text
	if why := withoutText(t.State); why != nil {
		v.Refuse(a.Address, why)
	}
	return err
}

// withoutText says why a file gives no text, nil where none is expected of it.
func withoutText(state string) *notice.Notice {
	switch state {
	case attached.Scan:
		return notice.Of("file-scan")
	case attached.Encrypted:
		return notice.Of("file-password")
	case attached.Damaged:
		return notice.Of("file-damaged")
	case attached.TooLarge:
		return notice.Of("file-heavy", attached.MaxTime, attached.MaxPages)
	}
	return nil
}

// Document takes a file that is a text: its record has the title of the source, and its
// text as the body. The error says why it has none.
func (v *Visit) Document(ctx context.Context, f File, blob Blob, content []byte) error {
	a := Attachment{Address: f.Address, Title: f.Name}
	it := Item{Key: f.Address, Address: f.Address, Title: f.Title}
	t, err := v.opt.Files.Read(ctx, content)
	if err != nil {
		return err
	}
	a.Media, a.Bytes, a.Sum, a.Pages, a.State, a.Text = t.Media, blob.Bytes, blob.Sum, t.Pages, t.State, t.Text
	if t.Text == "" {
		why := withoutText(t.State)
		if why == nil {
			why = notice.Of("file-nothing")
		}
		return notice.Of("portal-at", f.Address, why)
	}
	it.Attachments = []Attachment{a}
	return v.Put(it, Version{})
}

// files is the checksum of what became of the files of an item.
func (it Item) files() (string, error) {
	if len(it.Attachments) == 0 {
		return "", nil
	}
	b, err := json.Marshal(it.Attachments)
	return digest(b), err
}

// bare are the attachments as the item itself lists them.
func bare(list []Attachment) []Attachment {
	out := make([]Attachment, len(list))
	for i, a := range list {
		out[i] = Attachment{Address: a.Address, Title: a.Title}
	}
	return out
}

// withFiles adds the texts of the files of an item to its body, each under its name.
func withFiles(body string, list []Attachment) string {
	left := maxAttachedText
	for _, a := range list {
		if a.Text == "" || left <= 0 {
			continue
		}
		text := a.Text
		if n := utf8.RuneCountInString(text); n > left {
			text = string([]rune(text)[:left]) + " …"
		}
		left -= utf8.RuneCountInString(text)
		body += "\n\n## " + plain(a.name()) + "\n\n" + plain(text)
	}
	return strings.TrimSpace(body)
}

// name is what people call the file.
func (a Attachment) name() string {
	if a.Title != "" {
		return a.Title
	}
	return path.Base(a.Address)
}

// marks are the characters that Markdown would take for more than themselves.
var marks = strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "`", "\\`", "[", `\[`, "]", `\]`, "<", "&lt;", "#", `\#`, "\t", " ", "\f", "\n\n")

// plain has Markdown say a text as it is.
func plain(s string) string { return marks.Replace(s) }

// told is a file as a line: what it is, how large, and by what it is recognised.
func (a Attachment) told() string {
	if a.Sum == "" {
		return ""
	}
	return fmt.Sprintf("%s (%s, %d B, sha256:%s)", a.name(), a.Media, a.Bytes, a.Sum)
}
