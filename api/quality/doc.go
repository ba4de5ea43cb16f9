// Package quality is the face that tells the quality of the datasets: scores with
// what to mend, their history, and the public open data list.
package quality
