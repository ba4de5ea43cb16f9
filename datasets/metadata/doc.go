// Package metadata is what catalogues say of a dataset (coverage, themes,
// licence, publisher, distributions, versions), derived once from its descriptor
// and its tables, so that every catalogue form and every score says the same.
//
// Nothing is guessed: what neither the descriptor nor the rows tell is absent.
// The descriptor's `honglinh` object may say: spatial (list of unit ids, GeoNames
// or EU addresses), temporal ({"from","to"}), accrualPeriodicity (a code of the EU
// frequency list), contact ({"name","email","url"}), theme (codes of the EU
// data-theme list), provenance (bilingual), legal (list of {"title","url"}),
// review_due (date), withheld ({"reason":bilingual,"ground"}).
package metadata
