package frame

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// sharedClasses are the words of the design: what they are drawn as is meant for every part that uses them.
const sharedClasses = `boxes bullets button cards changes chart chips contact-sheet corners counts data desk-secret dobar downloads facet feeds
files desk-form fold found hint late letter locator note notice nowrap num pages pair pick plot questions ranges remove rows script scroll
side small sorts split status suggest sum sure surround switcher tableform trap typed values versions visually-hidden why wideplot`

var (
	cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssRule    = regexp.MustCompile(`([^{}]+)\{`)
	leftmost   = regexp.MustCompile(`^\s*\.([a-z][\w-]*)`)
	classAttr  = regexp.MustCompile(`class="([^"]*)"`)
	action     = regexp.MustCompile(`\{\{[^}]*\}\}`)
)

// TestNoClassIsStyledForTwoParts: parts share one style sheet, so that a class that one part styles changes another
// part that happens to use the word. A word that both mean alike is put into the list above.
func TestNoClassIsStyledForTwoParts(t *testing.T) {
	styled, used := styledClasses(t), usedClasses(t)
	shared := strings.Fields(sharedClasses)
	for class, parts := range used {
		if styled[class] && len(parts) > 1 && !slices.Contains(parts, "frame") && !slices.Contains(shared, class) {
			t.Errorf(".%s is styled and used by %s: name one of them otherwise, write the rule below a class of its part, or add it to the words of the design", class, strings.Join(parts, ", "))
		}
	}
	for _, class := range shared {
		if !styled[class] || len(used[class]) < 2 {
			t.Errorf(".%s is shared by no two parts any more", class)
		}
	}
}

// styledClasses are those that a selector of ours begins with: such a rule reaches every part.
func styledClasses(t *testing.T) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	sheets, err := filepath.Glob("static/*.css")
	if err != nil || len(sheets) < 3 {
		t.Fatal(sheets, err)
	}
	for _, file := range sheets {
		css, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, rule := range cssRule.FindAllStringSubmatch(cssComment.ReplaceAllString(string(css), ""), -1) {
			for _, selector := range strings.Split(rule[1], ",") {
				if m := leftmost.FindStringSubmatch(selector); m != nil {
					out[m[1]] = true
				}
			}
		}
	}
	return out
}

// usedClasses are the parts whose templates write each class.
func usedClasses(t *testing.T) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	files, err := filepath.Glob("../*/templates/*.html")
	if err != nil || len(files) < 20 {
		t.Fatal(len(files), err)
	}
	for _, file := range files {
		part := filepath.Base(filepath.Dir(filepath.Dir(file)))
		page, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, attr := range classAttr.FindAllStringSubmatch(string(page), -1) {
			for _, class := range strings.Fields(action.ReplaceAllString(attr[1], " ")) {
				if !slices.Contains(out[class], part) {
					out[class] = append(out[class], part)
				}
			}
		}
	}
	return out
}
