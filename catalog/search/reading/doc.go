// Package reading reads what the words of a search ask beside their subject: amounts with
// units, comparisons, days, kinds, a state, a neighbourhood, and what sort of answer is wanted.
//
// Everything read is an ordinary parameter of a search with the words it came from. What is
// sure may filter; what is not is offered, since a wrong filter hides what was looked for.
package reading
