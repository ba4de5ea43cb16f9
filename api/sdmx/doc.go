// Package sdmx is the SDMX 3 face: indicators by area and period as one family of
// dataflows, over the REST API 2 in SDMX-JSON 2.0, SDMX-CSV 2.0 and SDMX-ML 3.0.
//
// Every statement of a source is an observation of its own: sources that disagree
// stand side by side in the dimension SOURCE_ID. Rows without a stated period
// cannot be observations of a time series; the dataflow says how many there are
// and where they can be read.
package sdmx
