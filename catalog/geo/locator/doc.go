// Package locator draws maps as SVG on the server, for pages without scripts and for print.
//
// A map has a title, a description, labels with a halo, a scale bar and the attribution of its sources, all passed in as text. There are no scripts, no links and no
// foreign content in it; the same input gives the same bytes.
package locator
