package frame

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"honglinh/catalog/geo/locator"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// kindMark begins what the table of kinds fills in a static file: "/*kinds.NAME*/", in
// scripts with an empty value behind it, so that the file is valid as it stands.
const kindMark = "/*kinds."

// fillKinds puts what the table of kinds says where a static file asks for it.
func fillKinds(body []byte) ([]byte, error) {
	if !bytes.Contains(body, []byte(kindMark)) {
		return body, nil
	}
	labels, err := json.Marshal(kindLabels())
	if err != nil {
		return nil, err
	}
	shapes, err := json.Marshal(kindShapes())
	if err != nil {
		return nil, err
	}
	var light, dark, classes, widget strings.Builder
	for _, k := range vocab.KindTable() {
		if k.Pin.Mark == "" {
			continue
		}
		fmt.Fprintf(&light, "--m-%s:%s;", k.Kind, k.Pin.Light)
		fmt.Fprintf(&dark, "--m-%s:%s;", k.Kind, k.Pin.Dark)
		fmt.Fprintf(&classes, ".k-%[1]s{--pin:var(--m-%[1]s)}", k.Kind)
		fmt.Fprintf(&widget, ".pin.%[1]s{fill:light-dark(%[2]s,%[3]s)}.shape.%[1]s{stroke:light-dark(%[2]s,%[3]s);fill:light-dark(%[2]s,%[3]s)}", k.Kind, k.Pin.Light, k.Pin.Dark)
	}
	out := strings.NewReplacer(kindMark+"labels*/{}", string(labels), kindMark+"shapes*/{}", string(shapes), kindMark+`dot*/""`, `"`+locator.Dot.Path()+`"`,
		kindMark+"light*/", light.String(), kindMark+"dark*/", dark.String(), kindMark+"classes*/", classes.String(), kindMark+"pins*/", widget.String()).Replace(string(body))
	if at := strings.Index(out, kindMark); at >= 0 {
		return nil, fmt.Errorf("nothing fills %.40q", out[at:])
	}
	return []byte(out), nil
}

// kindLabels are the names of the kinds by language and code.
func kindLabels() map[string]map[string]string {
	out := map[string]map[string]string{}
	for _, lang := range text.Langs() {
		names := map[string]string{}
		for _, k := range vocab.KindTable() {
			names[string(k.Kind)] = k.Label.In(lang)
		}
		out[string(lang)] = names
	}
	return out
}

// kindShapes are the paths of the pins of kinds that have one of their own.
func kindShapes() map[string]string {
	out := map[string]string{}
	for _, k := range vocab.KindTable() {
		if k.Pin.Mark != "" {
			out[string(k.Kind)] = locator.Mark(k.Pin.Mark).Path()
		}
	}
	return out
}

// kindsForScripts exports all kinds, those with a pin of their own and its shape.
func kindsForScripts() ([]byte, error) {
	var all, pinned []string
	for _, k := range vocab.KindTable() {
		all = append(all, string(k.Kind))
		if k.Pin.Mark != "" {
			pinned = append(pinned, string(k.Kind))
		}
	}
	var b bytes.Buffer
	b.WriteString("// Made by the server from its table of kinds.\n")
	for _, c := range []struct {
		name  string
		value any
	}{{"all", all}, {"kinds", pinned}, {"shapes", kindShapes()}, {"dot", locator.Dot.Path()}} {
		raw, err := json.Marshal(c.value)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "export const %s = %s;\n", c.name, raw)
	}
	return b.Bytes(), nil
}
