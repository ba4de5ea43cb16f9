package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"honglinh/catalog/text"
	"honglinh/indexer"
	"honglinh/indexer/inspect"
	"honglinh/indexer/source"
)

// inspectCmd tells what would be understood of files, and writes nothing but the
// descriptor that it proposes.
type inspectCmd struct {
	Paths []string `arg:"" name:"path" help:"Files, folders of files, or data packages."`
	JSON  bool     `name:"json" help:"${json_help}" env:"${json_env}"`
	Write string   `help:"${write_help}" env:"${write_env}" placeholder:"DIR"`
	Lang  string   `help:"${lang_help}" env:"${lang_env}" default:"${lang_default}" placeholder:"vi|en"`
}

// Run prints the findings; refusals end it with status 1.
func (o *inspectCmd) Run(c *commandLine) error {
	lang, err := language(o.Lang)
	if err != nil {
		return err
	}
	var all []inspect.Finding
	for _, path := range o.Paths {
		f, err := inspect.Path(c.ctx, path, o.trial(c))
		if err != nil {
			return err
		}
		all = append(all, f)
	}
	if err := o.print(c, all, lang); err != nil {
		return err
	}
	if err := o.write(c, all); err != nil {
		return err
	}
	for _, f := range all {
		if f.Findings() {
			return errFindings
		}
	}
	return nil
}

// language is the language that a command is asked to speak: where none is given that of
// the terminal, if the catalogue speaks it, else English.
func language(asked string) (text.Lang, error) {
	if asked == "" {
		lang, ok := text.ParseLang(strings.ReplaceAll(os.Getenv("LANG"), "_", "-"))
		if !ok {
			lang = text.EN
		}
		return lang, nil
	}
	lang, ok := text.ParseLang(asked)
	if !ok {
		return "", fmt.Errorf("--lang %q: want vi or en", asked)
	}
	return lang, nil
}

func (o *inspectCmd) trial(c *commandLine) inspect.Trial {
	return func(ctx context.Context, dir string, places bool) ([]source.Refusal, []source.Warning, error) {
		return indexer.Trial(ctx, dir, places, c.now)
	}
}

func (o *inspectCmd) print(c *commandLine, all []inspect.Finding, lang text.Lang) error {
	if o.JSON {
		w := json.NewEncoder(c.out)
		w.SetEscapeHTML(false)
		w.SetIndent("", "  ")
		return w.Encode(map[string]any{"items": all})
	}
	for _, f := range all {
		if err := inspect.Print(c.out, f, lang); err != nil {
			return err
		}
		if o.Write == "" && f.Descriptor != nil {
			fmt.Fprintf(c.out, "%s\n", f.Descriptor)
		}
	}
	return nil
}

// write puts the descriptor into the folder, beside the files that it names; one
// that is there is never replaced.
func (o *inspectCmd) write(c *commandLine, all []inspect.Finding) error {
	if o.Write == "" {
		return nil
	}
	var proposed []inspect.Finding
	for _, f := range all {
		if f.Descriptor != nil {
			proposed = append(proposed, f)
		}
	}
	switch {
	case len(proposed) == 0:
		return errors.New("--write: nothing was found that a descriptor could describe")
	case len(proposed) > 1:
		return errors.New("--write: name one file, or the folder that holds the files, so that one descriptor describes them")
	}
	if err := os.MkdirAll(o.Write, 0o755); err != nil {
		return err
	}
	name := filepath.Join(o.Write, "datapackage.json")
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	if _, err := f.Write(proposed[0].Descriptor); err != nil {
		return errors.Join(err, f.Close())
	}
	fmt.Fprintf(c.err, "wrote %s\n", name)
	return f.Close()
}
