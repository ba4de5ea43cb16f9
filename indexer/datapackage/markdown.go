package datapackage

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path"
	"sort"
	"strings"
	"time"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
	"honglinh/datasets"
	"honglinh/indexer/source"
)

// markdown reads texts with front matter; name.vi.md and name.en.md are one
// row. A value of one language stands under its mapped column with the suffix
// _vi or _en ("title_en"), so that both are kept.
func (r Reader) markdown(ctx context.Context, res datasets.Resource, files []string, to source.Sink) error {
	groups := map[string]map[text.Lang]string{}
	for _, name := range files {
		stem, lang := stemOf(name)
		if groups[stem] == nil {
			groups[stem] = map[text.Lang]string{}
		}
		groups[stem][lang] = name
	}
	stems := make([]string, 0, len(groups))
	for s := range groups {
		stems = append(stems, s)
	}
	sort.Strings(stems)
	for i, stem := range stems {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := r.pair(res, stem, groups[stem], i+1, to); err != nil {
			return err
		}
	}
	return nil
}

func stemOf(name string) (string, text.Lang) {
	stem := strings.TrimSuffix(name, path.Ext(name))
	if lang, ok := text.ParseLang(strings.TrimPrefix(path.Ext(stem), ".")); ok {
		return strings.TrimSuffix(stem, path.Ext(stem)), lang
	}
	return stem, text.VI
}

func (r Reader) pair(res datasets.Resource, stem string, byLang map[text.Lang]string, n int, to source.Sink) error {
	row := source.Row{Cells: map[string]any{}, Body: text.Text{}}
	for _, lang := range text.Langs() {
		name, ok := byLang[lang]
		if !ok {
			continue
		}
		if row.File == "" {
			row.File = r.label(name)
		}
		raw, err := r.markdownFile(name)
		if err != nil {
			return err
		}
		front, body, err := frontMatter(raw)
		if err != nil {
			to.Refuse(source.Refusal{File: r.label(name), Row: 1, ID: path.Base(stem)}.For(notice.Of("front-matter", err)))
			return nil
		}
		row.Body.Set(lang, body)
		merge(row.Cells, front, res.Mapping, lang)
	}
	if id := idColumn(res); id != "" && row.Cells[id] == nil {
		row.Cells[id] = path.Base(stem)
	}
	to.Row(row)
	return nil
}

func idColumn(res datasets.Resource) string {
	if res.Mapping == nil {
		return ""
	}
	if res.Mapping.ID == "" {
		return "id"
	}
	return res.Mapping.ID
}

func (r Reader) markdownFile(name string) ([]byte, error) {
	f, err := r.FS.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.label(name), err)
	}
	defer f.Close()
	raw, err := io.ReadAll(&bounded{r: f, left: MaxMarkdown})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.label(name), err)
	}
	return raw, nil
}

// frontMatter splits a text into its YAML and its body.
func frontMatter(raw []byte) (map[string]any, string, error) {
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	raw = bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))
	if !utf8.Valid(raw) {
		return nil, "", notice.Of("md-not-utf8")
	}
	rest, ok := bytes.CutPrefix(raw, []byte("---\n"))
	if !ok {
		return nil, "", notice.Of("md-no-front")
	}
	head, body, ok := bytes.Cut(rest, []byte("\n---\n"))
	if !ok {
		return nil, "", notice.Of("md-front-open")
	}
	front := map[string]any{}
	if err := yaml.Unmarshal(head, &front); err != nil {
		return nil, "", notice.Of("md-front-bad", err)
	}
	for k, v := range front {
		front[k] = plain(v)
	}
	return front, strings.TrimSpace(string(body)), nil
}

// plain turns YAML's values into those of a table's cells.
func plain(v any) any {
	switch v := v.(type) {
	case int:
		return int64(v)
	case time.Time:
		return v.Format("2006-01-02")
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = plain(x)
		}
		return out
	case map[string]any:
		out := map[string]any{}
		for k, x := range v {
			out[k] = plain(x)
		}
		return out
	}
	return v
}

// merge adds the front matter of one language: bilingual columns get a suffix,
// the others keep the first value.
func merge(cells, front map[string]any, m *datasets.Mapping, lang text.Lang) {
	bilingual := map[string]bool{}
	if m != nil {
		for _, cols := range []datasets.Columns{m.Title, m.Summary, m.Body} {
			for _, c := range cols {
				bilingual[c] = true
			}
		}
	}
	if len(bilingual) == 0 {
		bilingual["title"], bilingual["summary"] = true, true
	}
	for k, v := range front {
		if v == nil || v == "" {
			continue
		}
		if bilingual[k] {
			cells[k+"_"+string(lang)] = v
			continue
		}
		if _, ok := cells[k]; !ok {
			cells[k] = v
		}
	}
}
