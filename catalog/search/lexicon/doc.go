// Package lexicon is a general word list, Vietnamese and English, for finding texts of one
// language with words of the other. The concepts of the glossary name the things of the
// catalogue; the lexicon has the words around them.
//
// The lists under words are this project's own work. A line is one sense: its Vietnamese
// names, a tab, its English names, each parted by semicolons, the plainest first. English
// names are compared by their stems, so that only irregular forms have to be written out. A
// name may stand in several lines.
package lexicon
