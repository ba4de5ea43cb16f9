package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/enquiry"
	"honglinh/catalog/site"
	"honglinh/datasets"
	"honglinh/indexer/notify"
	"honglinh/web/desk/openid"
)

// block is a setting of the YAML file that is no single value: an object of keys,
// or a list. It has no flag and no environment variable.
type block struct {
	name, help, commands string
}

// blocks are the settings that are blocks; they stand in the one table after the
// others.
func blocks() []block {
	return []block{
		{"desk", "A block: of the editorial desk. `oidc` is another place to sign in (OpenID Connect): `issuer`, `client_id`, `client_secret`, `name` (`vi`, `en`) as people call it, and `second: true` where it always asks for a second factor without saying so in `amr`. The provider leads back to `BASE-URL/desk/vi/identity/back`. People link it to their account on the page “Me”; nobody gets an account by it.", "serve"},
		{"holidays", "A list of days on which offices are closed, each with `date`, the `decision` that sets it and, for a Saturday or Sunday that is worked in exchange, `works: true`; without it due dates leave out weekends only, and say so.", "serve"},
		{"mail", "A block: how mail is sent, by SMTP: `host`, `port`, `user`, `password`, `from`, `tls` (starttls, tls, none); without it no mail goes out, and answers stand on the askers' private pages.", "serve"},
		{"sources", "A list: other people's portals that are harvested; its keys are under “Harvest a portal”.", "serve harvest"},
		{"site", "A block: whose catalogue this is; its keys are under “Your own town”.", "serve harvest"},
	}
}

// fileBlocks are the blocks of the YAML file by name.
type fileBlocks map[string]any

// mail reads the block `mail`; nil where there is none.
func (b fileBlocks) mail(now func() time.Time) (*notify.Mailer, error) {
	value, ok := b["mail"]
	if !ok {
		return nil, nil
	}
	raw, err := json.Marshal(value)
	var set notify.MailSettings
	if err == nil {
		dec := json.NewDecoder(bytes.NewReader(raw))
		dec.DisallowUnknownFields()
		err = dec.Decode(&set)
	}
	if err != nil {
		return nil, fmt.Errorf("the configuration's block mail: want keys such as {host: smtp.example.vn, from: catalogue@example.vn}: %w", err)
	}
	m, err := notify.NewMailer(set, now)
	if err != nil {
		return nil, fmt.Errorf("the configuration: %w", err)
	}
	return m, nil
}

// identity reads the provider of the block `desk`; nil where there is none.
func (b fileBlocks) identity() (*openid.Provider, error) {
	value, ok := b["desk"]
	if !ok {
		return nil, nil
	}
	raw, err := json.Marshal(value)
	var set struct {
		OIDC *openid.Settings `json:"oidc"`
	}
	if err == nil {
		dec := json.NewDecoder(bytes.NewReader(raw))
		dec.DisallowUnknownFields()
		err = dec.Decode(&set)
	}
	if err != nil {
		return nil, fmt.Errorf("the configuration's block desk: want keys such as {oidc: {issuer: https://…, client_id: …, client_secret: …, name: {vi: …, en: …}}}: %w", err)
	}
	if set.OIDC == nil {
		return nil, nil
	}
	if err := set.OIDC.Validate(); err != nil {
		return nil, fmt.Errorf("the configuration: %w", err)
	}
	return openid.New(*set.OIDC), nil
}

// holidays reads the list `holidays`. A wrong day ends the program: dates that are
// promised to readers hang on it.
func (b fileBlocks) holidays() (enquiry.Calendar, error) {
	value, ok := b["holidays"]
	if !ok {
		return enquiry.Calendar{}, nil
	}
	raw, err := json.Marshal(value)
	var list []enquiry.Holiday
	if err == nil {
		dec := json.NewDecoder(bytes.NewReader(raw))
		dec.DisallowUnknownFields()
		err = dec.Decode(&list)
	}
	if err != nil {
		return enquiry.Calendar{}, fmt.Errorf("the configuration's list holidays: want entries such as {date: 2027-01-01, decision: \"…\"}: %w", err)
	}
	for i := range list { // YAML reads a day as an instant
		if day, _, ok := strings.Cut(string(list[i].Day), "T"); ok {
			list[i].Day = catalog.Date(day)
		}
	}
	c, err := enquiry.NewCalendar(list)
	if err != nil {
		return c, fmt.Errorf("the configuration: %w", err)
	}
	return c, nil
}

// site reads the block `site`. A key that is wrong ends the program: a catalogue
// under a wrong name is worse than none.
func (b fileBlocks) site() (site.Site, error) {
	value, ok := b["site"]
	if !ok {
		return site.Site{}, nil
	}
	raw, err := json.Marshal(value)
	if err != nil {
		return site.Site{}, fmt.Errorf("the configuration's block site: %w", err)
	}
	s, problems := site.Read(raw, datasets.KnownSystem)
	var wrong []error
	for _, p := range problems {
		wrong = append(wrong, fmt.Errorf("the configuration: %w", p))
	}
	if s.Logo != "" {
		folder, name := filepath.Split(filepath.Clean(s.Logo))
		if folder == "" {
			folder = "."
		}
		s.Logo = name
		if err := s.ReadPicture(os.DirFS(folder)); err != nil {
			wrong = append(wrong, fmt.Errorf("the configuration: %w", err))
		}
	}
	return s, errors.Join(wrong...)
}
