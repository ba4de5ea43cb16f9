package frame

import (
	"errors"
	"html/template"
	"sync"

	"honglinh/catalog/text"
)

// Design is what the pages of every state of a catalogue share: words, static files and
// parsed templates. Frames that are given one Design read these once between them. The
// zero Design is ready for use, and safe for concurrent use.
type Design struct {
	once    sync.Once
	err     error
	locales map[text.Lang]*Locale
	assets  *assets

	mu     sync.Mutex
	parsed map[string]map[text.Lang]*template.Template // by the name of the page
}

// load reads words and files once.
func (d *Design) load() error {
	d.once.Do(func() {
		d.locales, d.parsed = map[text.Lang]*Locale{}, map[string]map[text.Lang]*template.Template{}
		for _, lang := range text.Langs() {
			l, err := LoadLocale(lang)
			d.locales[lang], d.err = l, errors.Join(d.err, err)
		}
		files, err := loadAssets()
		d.assets, d.err = files, errors.Join(d.err, err)
	})
	return d.err
}

// page returns the template of a page by language, parsed when it is first asked for.
func (d *Design) page(name string, parse func(*Locale) (*template.Template, error)) (map[text.Lang]*template.Template, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if set := d.parsed[name]; set != nil {
		return set, nil
	}
	set := map[text.Lang]*template.Template{}
	for lang, l := range d.locales {
		one, err := parse(l)
		if err != nil {
			return nil, err
		}
		set[lang] = one
	}
	d.parsed[name] = set
	return set, nil
}
