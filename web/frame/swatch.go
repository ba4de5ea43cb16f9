package frame

// Swatch is a colour of a legend.
type Swatch struct{ Colour, Text, Count string }
