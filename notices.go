package main

import (
	"context"
	"log/slog"
	"net/url"

	"honglinh/catalog"
	"honglinh/catalog/alert"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/indexer/live"
	"honglinh/indexer/notify"
	"honglinh/web/facts"
)

// openNotices sets up who tells readers of changes, and by which channels.
func (r *readers) openNotices(c *commandLine, s shown, log *slog.Logger) error {
	mailer, err := c.blocks.mail(c.now)
	if err != nil {
		return err
	}
	senders := map[notify.Channel]notify.Sender{notify.Webhook: &notify.Hooks{Now: c.now, Key: r.hookKey}}
	if mailer != nil {
		senders[notify.Email], r.mails = mailer, true
	}
	r.desk.Mail = r.mails
	r.follower = notify.NewFollower(notify.Options{People: r.keeper, Take: func() notify.View { return viewOf(s.Live()) }, Mail: r.mails, Now: c.now, Log: log,
		PageURL: func(s alert.Subscription, key string) string {
			at := r.shown.Load()
			return at.BaseURL + at.FollowPath(s.Lang, s.ID, key)
		},
		LeaveURL: func(s alert.Subscription, key string) string {
			return r.shown.Load().BaseURL + "/api/v1/subscriptions/" + s.ID + "/leave?" + url.Values{"key": {key}}.Encode()
		},
		RecordURL: func(lang text.Lang, id string) string {
			at := r.shown.Load()
			return at.BaseURL + at.RecordPath(lang, id)
		},
		Field: func(ctx context.Context, lang text.Lang, rec *catalog.Record, path string) string {
			at := r.shown.Load()
			return facts.NewSheet(ctx, at.Frame, at.Locale(lang), rec).FieldName(path)
		},
		Site: func(lang text.Lang) string { at := r.shown.Load(); return at.Brand(at.Locale(lang)) }})
	r.carrier = &notify.Carrier{Store: r.keeper.Store, Senders: senders, Fates: map[string]notify.Fate{"enquiries": r.desk.Told, "subscriptions": r.follower.Told}, Now: c.now, Log: log}
	return nil
}

// hookKey is what messages to a subscription are signed with.
func (r *readers) hookKey(id string) []byte { return r.keeper.MAC("webhook", id) }

// viewOf is the catalogue as it is shown now, held until it is released.
func viewOf(shown *live.Current) notify.View {
	s, release := shown.Take()
	return notify.View{Records: liveChanges{s.Records, s.Seq}, Finder: s.Finder, Preparer: &search.Preparer{Places: s.Places, Thesaurus: s.Search.Thesaurus, Lexicon: s.Search.Lexicon}, Release: release}
}

// liveChanges are the records of a state, with the state's own place in their changes.
type liveChanges struct {
	notify.Catalogue
	seq int64
}

// Seq is the change up to which the state shows.
func (l liveChanges) Seq(context.Context) (int64, error) { return l.seq, nil }
