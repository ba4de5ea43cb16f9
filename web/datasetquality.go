package web

import (
	"strconv"

	"honglinh/datasets"
	"honglinh/datasets/metadata"
	"honglinh/datasets/quality"
)

// shownFixes are the gains named on the page; the API lists all.
const shownFixes = 4

// described is what catalogues say of the dataset, nil where nothing can be read.
func (v *view) described(pack *datasets.Package) *metadata.Dataset {
	if v.describer == nil {
		return nil
	}
	d, err := v.describer.Describe(v.ctx, pack)
	if err != nil {
		v.log.Warn("description of a dataset", "op", "web.dataset", "dataset", pack.Name, "err", err)
		return nil
	}
	return d
}

// judge fills the quality block: the scores, and what would raise them most.
func (v *view) judge(d *metadata.Dataset, out *DatasetPage) {
	if d == nil {
		return
	}
	l := v.l
	r := quality.Judge(quality.Subject{Dataset: d, Conforms: true}, v.Now())
	out.QualitySays = l.t("data_quality.says", r.MQA.Points, r.MQA.Max, l.label(r.MQA.Rating, ""))
	out.Quality = append(out.Quality, Fact{Key: "q-gouv", Label: l.t("data_quality.gouv"), Items: text1(l.t("data_quality.of", r.DataGouvPassed, len(r.DataGouv)))})
	named := 0
	for _, m := range r.MQA.Metrics {
		if fix := l.label(m.Fix, ""); m.Gain > 0 && fix != "" && named < shownFixes {
			named++
			out.Quality = append(out.Quality, Fact{Key: "q-" + strconv.Itoa(named), Label: l.t("data_quality.gain", l.label(m.Title, m.ID), m.Gain), Items: text1(fix)})
		}
	}
	out.Quality = append(out.Quality, Fact{Key: "q-all", Label: l.t("data_quality.all"), Items: []Item{{Phrase: Phrase{Text: "JSON"}, URL: apiDatasets + "/" + out.RecordPage.ID[len("dataset/"):] + "/quality"}}})
}
