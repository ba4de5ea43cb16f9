// Package syllables is a base model of written Vietnamese: how often each syllable and each
// pair of neighbours occurs. It puts marks back on words of which a catalogue has no text yet,
// such as Vietnamese questions to an English collection.
//
// The counts are this project's own, made by the command count beside this file. They are
// numbers only; no sentence can be read out of them. Counted were:
//
//   - the texts of the packages that ship with the program (CC BY 4.0),
//   - phrases.txt, what people often ask and say, this project's own work,
//   - the names of the general word list of package lexicon,
//   - the Vietnamese help and interface texts of LibreOffice (MPL-2.0, some Apache-2.0), as
//     Debian 12 has them in libreoffice-help-vi and libreoffice-l10n-vi.
package syllables
