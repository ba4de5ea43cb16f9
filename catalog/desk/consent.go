package desk

import (
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/vocab"
)

// ArticleType is the field that says what sort of article an edition is.
const ArticleType = "attr.article_type"

// GoodPeople is the type of an article about good people and good deeds: it names
// people for what they did, and is published with their consent only.
const GoodPeople = "good-people"

// Consent is what the people whom an edition names agreed to. It stays at the desk:
// readers do not get it.
type Consent struct {
	// People are those who agreed, as the edition names them.
	People string       `json:"people"`
	On     catalog.Date `json:"on"`
	// How it was given and where it is kept: a paper with its number, a recording.
	How string    `json:"how"`
	By  string    `json:"by"` // account that recorded it
	At  time.Time `json:"at"`
	// Withdrawn is when somebody took it back; zero for not.
	Withdrawn time.Time `json:"withdrawn,omitzero"`
}

// NeedsConsent reports whether the edition is published with a recorded consent only.
func (e *Edition) NeedsConsent() bool {
	return e.Kind == vocab.Article && e.Fields[ArticleType] == GoodPeople
}

// MayConsent reports whether the actor records consents to the edition.
func (e *Edition) MayConsent(who account.Actor) bool {
	return e.MayRead(who) && e.State.Row().Open && (who.In(account.UnitHead, e.Unit) || who.Has(account.Editor, account.Secretary)) || e.MayWithdraw(who)
}

// MayWithdraw reports whether the actor notes that a consent was taken back, which may
// be at any time.
func (e *Edition) MayWithdraw(who account.Actor) bool {
	return e.Consent != nil && e.Consent.Withdrawn.IsZero() && e.MayRead(who) && (who.In(account.UnitHead, e.Unit) || who.Has(account.Editor, account.Secretary))
}

// Agree records a consent. Fault: Invalid.
func (e *Edition) Agree(c Consent, who account.Actor, now time.Time) error {
	c.People, c.How = strings.TrimSpace(c.People), strings.TrimSpace(c.How)
	switch {
	case !e.NeedsConsent():
		return no("consent", "Chỉ bài “người tốt, việc tốt” ghi sự đồng ý ở đây.", "Only an article on good people, good deeds records a consent here.")
	case !e.MayConsent(who) || !e.State.Row().Open:
		return no("consent", "Vai trò của bạn không ghi được sự đồng ý cho bản này.", "Your role may not record a consent to this edition.")
	case c.People == "" || c.How == "" || len(c.People) > maxWhy || len(c.How) > maxWhy:
		return no("consent", "Hãy ghi ai đồng ý và đồng ý bằng cách nào (văn bản số mấy, lưu ở đâu), mỗi ô nhiều nhất 4.000 byte.", "Say who agreed and how (which paper, kept where), at most 4,000 bytes each.")
	case len(c.On) != len(time.DateOnly) || c.On.Start().IsZero() || c.On > Today(now, 0):
		return no("consent", "Ngày đồng ý viết như 2026-12-01 và không ở sau hôm nay.", "The day of the consent reads as 2026-12-01 and is not ahead.")
	}
	c.By, c.At, c.Withdrawn = who.Name, now, time.Time{}
	e.Consent, e.Modified = &c, now
	return nil
}

// Disagree notes that the consent was taken back: nothing is published on it from now
// on, and what readers have waits to be withdrawn. Fault: Invalid.
func (e *Edition) Disagree(who account.Actor, now time.Time) error {
	if !e.MayWithdraw(who) {
		return no("consent", "Không có sự đồng ý nào để rút.", "There is no consent to take back.")
	}
	c := *e.Consent
	c.Withdrawn = now
	e.Consent, e.Modified = &c, now
	return nil
}

// consented says why an edition that names people must not go on to readers, nil for
// one that may.
func (e *Edition) consented() error {
	switch {
	case !e.NeedsConsent():
		return nil
	case e.Unit == "":
		return no("unit", "Bài “người tốt, việc tốt” cần đơn vị giới thiệu.", "An article on good people, good deeds needs the unit that names them.")
	case e.Consent == nil:
		return no("consent", "Chưa ghi sự đồng ý của người được nêu tên; hãy ghi trước khi duyệt.", "The consent of the people named is not recorded; record it before approval.")
	case !e.Consent.Withdrawn.IsZero():
		return no("consent", "Người được nêu tên đã rút lại sự đồng ý.", "The people named took their consent back.")
	}
	return nil
}
